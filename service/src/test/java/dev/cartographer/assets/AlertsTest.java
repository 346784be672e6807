package dev.cartographer.assets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the alerts without a Prometheus; the rest is said by promtool. */
class AlertsTest {
  private static final List<String> OF_THE_RUNBOOK =
      List.of(
          "CartographerIAMTokenExchangeErrors",
          "CartographerLoggingServiceTokenExchangeErrors",
          "CartographerMetricsServiceTokenExchangeErrors");

  @Test
  void theThreeOfTheRunbookAreThereByTheirNames() {
    assertThat(names()).containsAll(OF_THE_RUNBOOK);
  }

  @Test
  void theThreeDifferInTheirDependencyAlone() {
    var expressions =
        Exported.alerts().stream()
            .filter(alert -> OF_THE_RUNBOOK.contains(alert.path("alert").asText()))
            .map(alert -> alert.path("expr").asText())
            .map(expr -> expr.replaceAll("dependency=\"(iam|logging|metrics)\"", "dependency"));

    assertThat(expressions.distinct()).hasSize(1);
  }

  @Test
  void everyAlertSaysWhatItIsAndWhereToReadOn() {
    for (var alert : Exported.alerts()) {
      var name = alert.path("alert").asText();
      assertThat(keys(alert.path("labels")))
          .as(name)
          .containsExactlyInAnyOrder("severity", "service", "team");
      assertThat(keys(alert.path("annotations")))
          .as(name)
          .containsExactlyInAnyOrder(
              "summary", "description", "runbook_url", "dashboard_url", "incident_url");
      assertThat(alert.path("labels").path("severity").asText())
          .as(name)
          .isIn("critical", "warning", "none");
    }
  }

  @Test
  void noAlertFiresForAPassingMomentAndNoneFlaps() {
    for (var alert : Exported.alerts()) {
      var name = alert.path("alert").asText();
      if (!name.equals("Watchdog")) {
        assertThat(alert.path("for").asText()).as(name).isNotEmpty();
      }
      if (OF_THE_RUNBOOK.contains(name)) {
        assertThat(alert.path("keep_firing_for").asText()).as(name).isEqualTo("5m");
      }
    }
  }

  @Test
  void everyAlertHasATestInWhichItFiresAndOneInWhichItIsSilent() {
    var firing = new TreeSet<String>();
    var silent = new TreeSet<String>();
    tests()
        .forEach(test ->
            (test.path("exp_alerts").isEmpty() ? silent : firing)
                .add(test.path("alertname").asText()));

    assertThat(firing).containsExactlyInAnyOrderElementsOf(names());
    silent.add("Watchdog"); // which is never silent
    assertThat(silent).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void everyTestOfAFiringAlertHoldsAllOfItsAnnotations() {
    assertThat(tests().flatMap(test -> Exported.in(test.path("exp_alerts"))))
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(alert.path("exp_annotations").size()).isEqualTo(5));
  }

  @Test
  void thePageOfAlertsHasAHeadingForEachAndNoOther() throws IOException {
    var page = Files.readString(Path.of("../docs/alerts.md"));

    var headings = Pattern.compile("^### (\\w+)$", Pattern.MULTILINE).matcher(page).results();

    assertThat(headings.map(h -> h.group(1))).containsExactlyElementsOf(names());
  }

  @Test
  void theLinkOfAnAlertThatIsNotTheRunbooksLeadsToItsHeading() {
    for (var alert : Exported.alerts()) {
      var name = alert.path("alert").asText();
      var link = alert.path("annotations").path("runbook_url").asText();
      if (link.startsWith(Site.EXAMPLE.docs().toString())) {
        assertThat(link).endsWith("/alerts.md#" + name.toLowerCase(Locale.ROOT));
      }
    }
  }

  @Test
  void theOperatorGetsTheSameRules() {
    assertThat(Exported.yaml("kubernetes/prometheusrule.yaml").path("spec").path("groups"))
        .isEqualTo(Exported.yaml("prometheus/cartographer.rules.yml").path("groups"));
  }

  @Test
  void everyMetricOfRulesAndDashboardIsDocumented() throws IOException {
    var page = Files.readString(Path.of("../docs/metrics.md"));
    var documented =
        Pattern.compile("^\\| `(cartographer_\\w+)`", Pattern.MULTILINE)
            .matcher(page)
            .results()
            .map(r -> r.group(1))
            .collect(Collectors.toSet());

    var used =
        Stream.concat(
                Exported.rules().stream().map(rule -> rule.path("expr").asText()),
                Exported.json("grafana/dashboards/armada-ice.json")
                    .findValuesAsText("expr")
                    .stream())
            .flatMap(AlertsTest::metrics)
            .collect(Collectors.toSet());

    assertThat(documented).containsAll(used);
  }

  /** The metrics of an expression that are no recording rules. */
  private static Stream<String> metrics(String expression) {
    return Pattern.compile("(?<![:\\w])cartographer_\\w+(?![:\\w])")
        .matcher(expression)
        .results()
        .map(MatchResult::group)
        .map(name -> name.replaceFirst("_bucket$", ""));
  }

  private static Stream<JsonNode> tests() {
    return Stream.of("token-exchanges", "cartographer-itself")
        .map(name -> Exported.yaml("prometheus/tests/" + name + ".test.yml"))
        .flatMap(file -> Exported.in(file.path("tests")))
        .flatMap(test -> Exported.in(test.path("alert_rule_test")));
  }

  private static List<String> names() {
    return Exported.alerts().stream().map(alert -> alert.path("alert").asText()).toList();
  }

  private static Set<String> keys(JsonNode node) {
    var keys = new TreeSet<String>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
