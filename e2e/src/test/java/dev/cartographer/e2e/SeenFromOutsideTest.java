package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A real Prometheus and a real Alertmanager beside a Cartographer whose region is broken and
 * healed. Time is sixty times as fast for the rules; how they stand at their own pace is said by
 * promtool.
 *
 * <p>The tests are one story and run in order: each finds everything healed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeenFromOutsideTest {
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(40);
  private static final Duration OVER_WITHIN = Duration.ofSeconds(75);
  private static final String IAM = "CartographerIAMTokenExchangeErrors";
  private static final String LOGGING = "CartographerLoggingServiceTokenExchangeErrors";
  private static final String METRICS = "CartographerMetricsServiceTokenExchangeErrors";
  private static final Set<String> OF_THE_RUNBOOK = Set.of(IAM, LOGGING, METRICS);
  private static final String EAST = "demo-fra02-carrier1";
  private static final List<String> SOUTH = List.of("demo-dal10-carrier1", "demo-dal12-carrier1");

  private static final List<AutoCloseable> BEGUN = new ArrayList<>();
  private static Optional<Seen> started = Optional.empty();

  private record Seen(Monitoring monitoring, Stage stage, Alerting alerting, Path directory) {}

  @BeforeAll
  static void start() {
    var monitoring = Monitoring.found();
    var directory = Repository.emptied("seen");
    var stage = Stage.started(directory, "--clusters 150 --tokens 90");
    BEGUN.add(stage);
    var alerting = Alerting.started(monitoring, directory, stage.metrics());
    BEGUN.add(alerting);
    started = Optional.of(new Seen(monitoring, stage, alerting, directory));
  }

  private static Seen seen() {
    return started.orElseThrow();
  }

  @AfterAll
  static void end() throws Exception {
    for (var part : BEGUN.reversed()) {
      part.close();
    }
  }

  @Test
  @Order(1)
  void promtoolFindsNothingToComplainAboutInTheExposition() throws IOException {
    var text = new Http().text(seen().stage.metrics());
    var file = seen().directory.resolve("metrics.txt");
    Files.writeString(file, text);
    var said = promtool(file);

    assertThat(text).contains("# TYPE cartographer_token_exchanges_total counter", "jvm_");
    assertThat(said.exit()).as(said.all()).isZero();
    assertThat(said.all()).isEmpty();
  }

  @Test
  @Order(2)
  void oneCustomersRevokedKeyFiresNothing() {
    seen().stage.order("revoke acme-payments");
    // More than the floor of the alerts; both signals share one call to IAM.
    for (var tries = 1; tries <= 6; tries++) {
      assertThat(seen().stage.ask("rotate", "cluster", "acme-payments").exit()).isZero();
      var wanted = tries;
      Eventually.so(
          wanted + " tries to be rejected", Duration.ofSeconds(20), () -> rejected() >= wanted);
    }

    var looked = count("sum(cartographer_build_info) * time()");
    Eventually.so(
        "twenty seconds to pass at Prometheus",
        Duration.ofSeconds(40),
        () -> {
          assertThat(seen().alerting.firing()).isEmpty();
          return count("sum(cartographer_build_info) * time()") >= looked + 20;
        });
  }

  @Test
  @Order(3)
  void anIamThatFailsForOneCarrierFiresItsAlertForThatCarrierAndNoOther() {
    seen().stage.order("break iam sandbox-east");

    assertThat(firstFiring()).containsExactly(IAM + " " + EAST);
    assertThat(count("sum(increase(cartographer_token_exchanges_total{outcome=\"blocked\"}[30s]))"))
        .isPositive();
    assertToldWithAllLabels(IAM, EAST, "iam");
    assertThat(ofTheRunbook()).containsExactly(IAM + " " + EAST);
    assertHealed(IAM, EAST);
  }

  @Test
  @Order(4)
  void twoServicesThatFailForDifferentCarriersEachFireTheirOwn() {
    seen().stage.order("break logging sandbox-east");
    seen().stage.order("break metrics sandbox-south");

    var expected = new ArrayList<>(List.of(LOGGING + " " + EAST));
    SOUTH.forEach(carrier -> expected.add(METRICS + " " + carrier));
    Eventually.so(
        "the alerts " + expected,
        TOLD_WITHIN,
        () -> {
          assertThat(expected).containsAll(ofTheRunbook());
          return ofTheRunbook().size() == expected.size();
        });
    assertToldWithAllLabels(LOGGING, EAST, "logging");
    SOUTH.forEach(carrier -> assertToldWithAllLabels(METRICS, carrier, "metrics"));
    assertHealed(LOGGING, EAST);
    SOUTH.forEach(carrier -> assertResolved(METRICS, carrier));
  }

  @Test
  @Order(5)
  void everyPanelIsAnsweredWithData() throws IOException {
    for (var query : AssetsTest.queries(seen().directory.resolve("assets"))) {
      assertThat(seen().alerting.query(query.replace("[1m]", "[5m]"))).as(query).isNotEmpty();
    }
  }

  @Test
  @Order(6)
  void everyMetricOfEveryRuleAndPanelIsInTheScrape() throws IOException {
    var assets = seen().directory.resolve("assets");
    var used = new LinkedHashSet<String>();
    var texts = new ArrayList<>(AssetsTest.queries(assets));
    texts.add(Files.readString(assets.resolve("prometheus/cartographer.rules.yml")));
    for (var text : texts) {
      Pattern.compile("(?<![:\\w./])cartographer_\\w+(?![:\\w])")
          .matcher(text)
          .results()
          .forEach(metric -> used.add(metric.group()));
    }

    var scraped = new Http().text(seen().stage.metrics());

    used.remove("cartographer_verdicts_total"); // this service attends no incidents
    assertThat(used).hasSizeGreaterThan(10);
    assertThat(used)
        .allSatisfy(metric -> assertThat(scraped).containsPattern("(?m)^" + metric + "[{ ]"));
  }

  @Test
  @Order(7)
  void noSecretAndNoTokenIsSeen() throws IOException {
    var secrets = secrets();
    var told =
        new StringBuilder(seen().stage.log()).append(new Http().text(seen().stage.metrics()));

    assertThat(secrets).hasSizeGreaterThan(150);
    for (var secret : secrets) {
      assertThat(told.indexOf(secret)).isNegative();
    }
  }

  /** What fires first of all, once something does. */
  private static Set<String> firstFiring() {
    Eventually.so("an alert", TOLD_WITHIN, () -> !seen().alerting.firing().isEmpty());
    return seen().alerting.firing();
  }

  private static Set<String> ofTheRunbook() {
    var firing = new LinkedHashSet<>(seen().alerting.firing());
    firing.removeIf(alert -> OF_THE_RUNBOOK.stream().noneMatch(alert::startsWith));
    return firing;
  }

  private static void assertToldWithAllLabels(String alert, String carrier, String dependency) {
    Eventually.so(
        "the webhook about " + alert,
        TOLD_WITHIN,
        () -> !seen().alerting.told(alert, carrier).isEmpty());
    var told = seen().alerting.told(alert, carrier).getFirst();

    assertThat(told.path("labels"))
        .isEqualTo(
            Http.JSON.valueToTree(
                Map.of(
                    "alertname",
                    alert,
                    "severity",
                    "critical",
                    "service",
                    "armada",
                    "carrier",
                    carrier,
                    "region",
                    carrier.equals(EAST) ? "sandbox-east" : "sandbox-south",
                    "dependency",
                    dependency,
                    "team",
                    "armada-ice")));
    assertThat(told.path("status").asText()).isEqualTo("firing");
    assertThat(told.path("annotations").path("dashboard_url").asText())
        .isEqualTo("https://grafana.example/d/armada-ice?var-carrier=" + carrier);
  }

  private static void assertHealed(String alert, String carrier) {
    seen().stage.order("heal");
    assertResolved(alert, carrier);
    Eventually.so(
        "nothing to fire any more", OVER_WITHIN, () -> seen().alerting.firing().isEmpty());
  }

  private static void assertResolved(String alert, String carrier) {
    Eventually.so(
        alert + " of " + carrier + " to be resolved",
        OVER_WITHIN,
        () ->
            seen().alerting.told(alert, carrier).stream()
                .findFirst()
                .filter(told -> told.path("status").asText().equals("resolved"))
                .isPresent());
  }

  private static double rejected() {
    return count("sum(cartographer_token_exchanges_total{reason=\"identity_rejected\"})");
  }

  private static double count(String query) {
    return seen().alerting.query(query).stream()
        .map(series -> series.path("value").get(1))
        .mapToDouble(JsonNode::asDouble)
        .sum();
  }

  /** Every secret of the sandbox, and every token that lies delivered now. */
  private static List<String> secrets() throws IOException {
    var secrets = new ArrayList<String>();
    for (var below : List.of("secrets", "delivered")) {
      try (var files = Files.walk(seen().stage.sandbox().resolve(below))) {
        for (var file : files.filter(f -> Files.isRegularFile(f)).toList()) {
          if (!file.getFileName().toString().endsWith(".json")) {
            secrets.add(Files.readString(file).strip());
          }
        }
      }
    }
    Pattern.compile("value: (\\S+)")
        .matcher(Files.readString(seen().stage.sandbox().resolve("fleet.yaml")))
        .results()
        .forEach(found -> secrets.add(found.group(1)));
    secrets.add(Files.readString(seen().stage.sandbox().resolve("api-token")).strip());
    secrets.removeIf(secret -> secret.length() < 16);
    return secrets;
  }

  private static Monitoring.Said promtool(Path exposition) {
    return seen().monitoring.promtool(seen().directory, List.of("check", "metrics"), exposition);
  }
}
