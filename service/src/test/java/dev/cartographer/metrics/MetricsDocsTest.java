package dev.cartographer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.Fleets;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy.Wish;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.Runway;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsDocsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(cartographer_\\w+)` \\| \\w+ \\| ([^|]+) \\|", Pattern.MULTILINE);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void everyMeterIsDocumentedWithItsLabelsAndNoOther() throws IOException {
    driveEveryMeter();

    assertThat(metered()).isEqualTo(documented());
  }

  @Test
  void noClusterAndNoTenantIsALabel() {
    driveEveryMeter();

    assertThat(registry.getMeters())
        .flatExtracting(m -> m.getId().getTags())
        .extracting(Tag::getValue)
        .noneMatch(v -> v.contains("acme"));
  }

  @Test
  void aCustomersRevokedKeyIsTellableFromAFailingIam() {
    driveEveryMeter();

    assertThat(exchanges("iam", "error", "identity_rejected")).isEqualTo(1);
    assertThat(exchanges("logging", "blocked", "none")).isEqualTo(1);
    assertThat(exchanges("iam", "success", "none")).isEqualTo(1);
  }

  private double exchanges(String dependency, String outcome, String reason) {
    return registry
        .get("cartographer.token.exchanges")
        .tags("dependency", dependency, "outcome", outcome, "reason", reason)
        .tags("carrier", "dal10-carrier1", "region", "us-south", "source", "traffic")
        .counter()
        .count();
  }

  private void driveEveryMeter() {
    var meters = new FleetMeters(registry);
    var note = new Note(1, NOW, NOW.plusSeconds(3600), Fingerprint.of(new SecretText("a token")));
    meters.ended(
        claim(),
        new Rotated(
            note,
            Reason.ABSENT,
            NOW,
            List.of(
                new Attempt.Succeeded(Dependency.IAM, Duration.ofMillis(3)),
                new Attempt.Succeeded(Dependency.LOGGING, Duration.ofMillis(3)))),
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
    var agents = new AgentMeters(registry, () -> 3);
    agents.refused(Login.Why.AUDIENCE);
    agents.limited();
    agents.answered(new Answer.Gone());
    WatchGauge.show(registry, "dal10", () -> true);
    new GateGauges(registry)
        .show(
            Map.of(
                new Gates.Place(new Name("us-south"), Dependency.IAM),
                new GateView(Optional.of(NOW), Optional.empty(), 16, 1)));
    meters.surprised(claim(), new IllegalStateException());
    meters.storeFailed("gone");
    new FleetGauges(registry, Clock.fixed(NOW, ZoneOffset.UTC), List.of(0.0))
        .show(
            List.of(
                new Runway(
                    "dal10-carrier1",
                    "us-south",
                    "logs",
                    Map.of(BindingState.VALID, 1L),
                    List.of(NOW.plusSeconds(60)))),
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

  private Map<String, String> metered() {
    var all = new TreeMap<String, String>();
    for (var meter : registry.getMeters()) {
      if (meter.getId().getTag("le") != null) {
        continue; // the simple registry keeps a histogram's buckets as gauges
      }
      all.put(exposed(meter.getId()), labels(meter.getId()));
    }
    return all;
  }

  private static String exposed(Meter.Id id) {
    var name = id.getName().replace('.', '_');
    return switch (id.getType()) {
      case COUNTER -> name + "_total";
      case GAUGE -> id.getBaseUnit() == null ? name : name + "_" + id.getBaseUnit();
      case TIMER, LONG_TASK_TIMER, DISTRIBUTION_SUMMARY, OTHER -> name + "_seconds";
    };
  }

  private static String labels(Meter.Id id) {
    return id.getTags().isEmpty()
        ? "–"
        : id.getTags().stream().map(t -> t.getKey()).sorted().collect(Collectors.joining(", "));
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
