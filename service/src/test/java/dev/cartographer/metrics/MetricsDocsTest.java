package dev.cartographer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.evidence.Evidence;
import dev.cartographer.evidence.Gathered;
import dev.cartographer.evidence.Reading;
import dev.cartographer.exchange.Attempt;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.limit.Admission;
import dev.cartographer.limit.GateView;
import dev.cartographer.limit.Gates;
import dev.cartographer.pull.Answer;
import dev.cartographer.pull.Login;
import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.Lane;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.Fleets;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy.Wish;
import dev.cartographer.verdict.Case;
import dev.cartographer.verdict.DecisionTable;
import dev.cartographer.verdict.Findings;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.Runway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricsDocsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(cartographer_\\w+)` \\| \\w+ \\| ([^|]+) \\|", Pattern.MULTILINE);

  private static final Pattern HISTOGRAM =
      Pattern.compile("^# TYPE (\\w+) histogram$", Pattern.MULTILINE);
  private static final Pattern SERIES =
      Pattern.compile("^(cartographer_\\w+)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private final Exposition exposition = new Exposition();

  @Test
  void everyMeterIsDocumentedWithItsLabelsAndNoOther() throws IOException {
    driveEveryMeter();

    assertThat(metered()).isEqualTo(documented());
  }

  @Test
  void noClusterAndNoTenantIsALabel() {
    driveEveryMeter();

    assertThat(text()).isNotEmpty().doesNotContain("acme");
  }

  @Test
  void aCustomersRevokedKeyIsTellableFromAFailingIam() {
    driveEveryMeter();

    assertThat(exchanges("iam", "error", "identity_rejected")).isEqualTo(1);
    assertThat(exchanges("logging", "blocked", "none")).isEqualTo(1);
    assertThat(exchanges("iam", "success", "none")).isEqualTo(1);
  }

  @Test
  void aTokenThatTheServiceDoesNotTakeIsAnErrorOfTheServiceAndNoDelivery() {
    new FleetMeters(exposition)
        .ended(
            claim(),
            new Failed(
                new Fault(Dependency.LOGGING, FaultKind.TOKEN_REFUSED, "refused"),
                Duration.ofSeconds(1),
                NOW,
                List.of(
                    new Attempt.Succeeded(Dependency.LOGGING, Duration.ZERO),
                    new Attempt.Unverified(
                        Dependency.LOGGING, FaultKind.TOKEN_REFUSED, Duration.ZERO))),
            Duration.ZERO,
            true);

    assertThat(text())
        .contains(
            "dependency=\"logging\",outcome=\"error\",reason=\"token_refused\",source=\"verification\"} 1\n")
        .doesNotContain("cartographer_deliveries_total{");
    assertThat(exchanges("logging", "success", "none")).isEqualTo(1);
  }

  @Test
  void aTokenThatCouldNotBeRevokedIsCountedAndNoFailureOfItsBinding() {
    new FleetMeters(exposition)
        .ended(
            claim(),
            new RotationOutcome.Fresh(
                new Note(1, NOW, NOW.plusSeconds(60), Fingerprint.of(new SecretText("a token"))),
                NOW,
                List.of(
                    new Attempt.Unrevoked(Dependency.LOGGING, FaultKind.HTTP_5XX, Duration.ZERO))),
            Duration.ZERO,
            true);

    assertThat(text())
        .contains("dependency=\"logging\",outcome=\"error\",reason=\"http_5xx\"} 1\n")
        .doesNotContain("cartographer_token_exchanges_total{");
  }

  private long exchanges(String dependency, String outcome, String reason) {
    var head =
        "cartographer_token_exchanges_total{carrier=\"dal10-carrier1\",region=\"us-south\",dependency=\"%s\",outcome=\"%s\",reason=\"%s\",source=\"traffic\"} "
            .formatted(dependency, outcome, reason);
    return text()
        .lines()
        .filter(line -> line.startsWith(head))
        .map(line -> Long.parseLong(line.substring(head.length())))
        .findFirst()
        .orElse(-1L);
  }

  private void driveEveryMeter() {
    var meters = new FleetMeters(exposition);
    var note = new Note(1, NOW, NOW.plusSeconds(3600), Fingerprint.of(new SecretText("a token")));
    meters.ended(
        claim(),
        new Rotated(
            note,
            Reason.ABSENT,
            NOW,
            List.of(
                new Attempt.Succeeded(Dependency.IAM, Duration.ofMillis(3)),
                new Attempt.Succeeded(Dependency.LOGGING, Duration.ofMillis(3)),
                new Attempt.Verified(Dependency.LOGGING, Duration.ofMillis(3)),
                new Attempt.Revoked(Dependency.LOGGING, Duration.ofMillis(3)))),
        Duration.ofMillis(9),
        false);
    meters.ended(
        claim(),
        new Failed(
            new Fault(Dependency.CLUSTER, FaultKind.IDENTITY_REJECTED, "acme is unknown"),
            Duration.ofSeconds(1),
            NOW,
            List.of(
                new Attempt.Errored(
                    Dependency.IAM, FaultKind.IDENTITY_REJECTED, Duration.ofMillis(3)),
                new Attempt.Blocked(Dependency.LOGGING))),
        Duration.ofMillis(9),
        true);
    meters.ended(
        claim(),
        new Waits(Dependency.IAM, Admission.Reason.OUTAGE, NOW, List.of()),
        Duration.ofMillis(1),
        true);
    var agents = new AgentMeters(exposition, () -> 3);
    agents.refused(Login.Why.AUDIENCE);
    agents.limited();
    agents.answered(new Answer.Gone());
    new GateGauges(exposition)
        .show(
            Map.of(
                new Gates.Place(new Name("us-south"), Dependency.IAM),
                new GateView(Optional.of(NOW), Optional.empty(), 16, 1)));
    meters.surprised(claim(), new IllegalStateException());
    driveVerdicts();
    meters.storeFailed("gone");
    meters.probed(
        claim().binding().cluster().carrier(),
        List.of(new Attempt.Succeeded(Dependency.IAM, Duration.ofMillis(3))));
    BuildInfo.show(exposition, "0.1.0");
    var gauges =
        new FleetGauges(
            exposition,
            Clock.fixed(NOW, ZoneOffset.UTC),
            List.of(0.0),
            List.of(Duration.ofMinutes(5)));
    gauges.showDue(List.of(new Backlog(new Lane(new Name("us-south"), Signal.LOGS), 1, 0, 0, 0)));
    gauges.show(
        List.of(
            new Runway(
                "dal10-carrier1",
                "us-south",
                "logs",
                Map.of(BindingState.VALID, 1L),
                List.of(NOW.plusSeconds(60)),
                NOW.plusSeconds(60),
                List.of(1L))),
        List.of(
            new CarrierRunway(
                "dal10-carrier1",
                "us-south",
                List.of(
                    new DependencyRunway(
                        "dal10-carrier1",
                        "us-south",
                        "iam",
                        1,
                        0,
                        0,
                        NOW.plusSeconds(60),
                        null,
                        null,
                        null)))));
  }

  private void driveVerdicts() {
    var matter = new Case(Set.of(Dependency.IAM), Map.of(), Case.Control.OK, Set.of());
    var item =
        new Evidence(
            "announcements",
            Optional.of(Dependency.IAM),
            new Reading.Announced(Findings.Cie.UNKNOWN),
            NOW,
            Duration.ZERO,
            "");
    var meters = new VerdictMeters(exposition);
    meters.gathered(new Gathered(matter, List.of(item)));
    meters.decided(DecisionTable.decide(matter));
  }

  private static Claim claim() {
    var wish = Fleets.cluster("acme-payments");
    var cluster =
        new Cluster(
            1, wish.name(), wish.tenant(), wish.carrier(), wish.identity(), wish.target(), 1);
    return new Claim(
        new Binding(cluster, Signal.LOGS),
        1,
        Optional.empty(),
        Wish.NONE,
        0,
        Duration.ZERO,
        Optional.empty());
  }

  /** Every metric with its labels, as Prometheus reads them; those of a line alone left out. */
  private Map<String, String> metered() {
    var histograms = HISTOGRAM.matcher(text()).results().map(r -> r.group(1)).toList();
    return SERIES
        .matcher(text())
        .results()
        .collect(
            Collectors.toMap(
                r -> named(r.group(1), histograms),
                r -> labels(r.group(2)),
                MetricsDocsTest::same,
                TreeMap::new));
  }

  private static String named(String name, List<String> histograms) {
    var base = name.replaceFirst("_(bucket|sum|count)$", "");
    return histograms.contains(base) ? base : name;
  }

  private static String labels(@Nullable String pairs) {
    return pairs == null
        ? "–"
        : LABEL
            .matcher(pairs)
            .results()
            .map(r -> r.group(1))
            .filter(label -> !label.equals("le"))
            .sorted()
            .collect(Collectors.joining(", "));
  }

  /** Label sets are constant. */
  private static String same(String a, String b) {
    assertThat(b).isEqualTo(a);
    return a;
  }

  private String text() {
    return new String(exposition.write(Format.TEXT, ""), StandardCharsets.UTF_8);
  }

  private static Map<String, String> documented() throws IOException {
    return ROW.matcher(Files.readString(Path.of("../docs/metrics.md")))
        .results()
        .collect(
            Collectors.toMap(
                r -> r.group(1),
                r ->
                    Pattern.compile(", ")
                        .splitAsStream(r.group(2))
                        .sorted()
                        .collect(Collectors.joining(", ")),
                (a, _) -> a,
                TreeMap::new));
  }
}
