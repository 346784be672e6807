package dev.cartographer.assets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rules of Grafana's dashboard-linter, and a few of ours. That every query parses and is
 * answered is said by a real Prometheus.
 */
class DashboardTest {
  private static final Pattern SELECTOR = Pattern.compile("(?<![\\w:])(\\w+)\\{([^}]*)}");
  private static final Pattern RANGE = Pattern.compile("\\[([^\\]]*)]");

  private final JsonNode dashboard = Exported.json("grafana/dashboards/armada-ice.json");

  @Test
  void itIsADashboardInTheClassicFormatThatGrafanaTakesAsNew() {
    assertThat(dashboard.path("title").asText()).isEqualTo("Armada ICE");
    assertThat(dashboard.path("uid").asText()).isEqualTo("armada-ice");
    assertThat(dashboard.path("id").isNull()).isTrue();
    assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(42);
    assertThat(dashboard.has("elements") || dashboard.has("layout") || dashboard.has("apiVersion"))
        .isFalse();
    assertThat(dashboard.path("editable").asBoolean(true)).isFalse();
  }

  @Test
  void theGraphOfTheRunbookHasOneSeriesForEachDependency() {
    var graph = panel("Token Exchange Errors");

    assertThat(graph.path("type").asText()).isEqualTo("timeseries");
    assertThat(graph.path("targets")).hasSize(1);
    assertThat(graph.path("targets").get(0).path("legendFormat").asText())
        .isEqualTo("{{dependency}}");
    assertThat(graph.path("targets").get(0).path("expr").asText())
        .contains("sum by (dependency)", "carrier=~\"$carrier\"")
        .doesNotContain("blocked");
  }

  @Test
  void theDataSourceIsAVariableAndEveryQueryUsesIt() {
    assertThat(variable("datasource").path("type").asText()).isEqualTo("datasource");
    assertThat(variable("datasource").path("query").asText()).isEqualTo("prometheus");
    assertThat(dashboard.findValues("datasource").stream().filter(JsonNode::isObject))
        .isNotEmpty()
        .allSatisfy(d -> {
          assertThat(d.path("type").asText()).isEqualTo("prometheus");
          assertThat(d.path("uid").asText()).isEqualTo("${datasource}");
        });
  }

  @Test
  void jobInstanceCarrierAndDependencyAreVariablesThatMayBeAll() {
    for (var name : List.of("job", "instance", "carrier", "dependency")) {
      var variable = variable(name);
      assertThat(variable.path("type").asText()).as(name).isEqualTo("query");
      assertThat(variable.path("multi").asBoolean()).as(name).isTrue();
      assertThat(variable.path("includeAll").asBoolean()).as(name).isTrue();
      assertThat(variable.path("allValue").asText()).as(name).isEqualTo(".*");
      assertThat(variable.path("label").asText()).as(name).isNotEmpty();
      assertThat(variable.path("refresh").asInt()).as(name).isEqualTo(2);
      assertThat(variable.path("definition").asText()).as(name).startsWith("label_values(");
    }
  }

  @Test
  void everyPanelHasATitleADescriptionAndAUnit() {
    var titles = new HashSet<String>();
    var ids = new HashSet<Integer>();
    for (var panel : panels()) {
      var title = panel.path("title").asText();
      assertThat(titles.add(title)).as(title).isTrue();
      assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
      assertThat(panel.path("description").asText()).as(title).endsWith(".");
      assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
          .as(title)
          .isNotEmpty();
    }
  }

  @Test
  void everyQuerySelectsJobAndInstance() {
    for (var expression : expressions().toList()) {
      var selectors = SELECTOR.matcher(expression).results().toList();
      assertThat(selectors).as(expression).isNotEmpty();
      assertThat(selectors)
          .as(expression)
          .allSatisfy(
              s -> assertThat(s.group(2)).startsWith("job=~\"$job\", instance=~\"$instance\""));
    }
  }

  @Test
  void everyCounterIsSeenAsARateOverTheRateInterval() {
    for (var expression : expressions().toList()) {
      assertThat(RANGE.matcher(expression).results().map(r -> r.group(1)))
          .as(expression)
          .allMatch("$__rate_interval"::equals);
      var counters =
          Pattern.compile("\\w+_(total|bucket)\\{").matcher(expression).results().count();
      var rates =
          Pattern.compile("rate\\(\\w+_(total|bucket)\\{").matcher(expression).results().count();
      assertThat(rates).as(expression).isEqualTo(counters);
    }
  }

  @Test
  void panelsLieOnTheGridAndNoneOnAnother() {
    var taken = new HashSet<String>();
    for (var panel : panels()) {
      var at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
      for (var x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        for (var y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(taken.add(x + "," + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  @Test
  void aDependencyIsToldByItsLineAndNotByItsColourAlone() {
    var styles =
        Exported.in(panel("Token Exchange Errors").path("fieldConfig").path("overrides"))
            .map(override -> override.findValue("dash") + override.findValue("fill").asText());

    assertThat(styles.distinct()).hasSize(3);
  }

  @Test
  void alertsAreAnnotationsAndTheDashboardLinksBackToCartographer() {
    assertThat(dashboard.path("annotations").path("list").findValuesAsText("expr"))
        .anyMatch(expr -> expr.startsWith("ALERTS{alertname=~\"Cartographer.*\""));
    assertThat(dashboard.path("links").findValuesAsText("url"))
        .contains("https://cartographer.example/incidents?carrier=${carrier}");
  }

  @Test
  void itIsProvisionedIntoTheFolderArmada() {
    var provider =
        Exported.yaml("grafana/provisioning/dashboards/cartographer.yaml").path("providers").get(0);

    assertThat(provider.path("folder").asText()).isEqualTo("Armada");
    assertThat(provider.path("type").asText()).isEqualTo("file");
    assertThat(provider.path("allowUiUpdates").asBoolean(true)).isFalse();
  }

  private JsonNode variable(String name) {
    return named(dashboard.path("templating").path("list"), "name", name);
  }

  private JsonNode panel(String title) {
    return named(dashboard.path("panels"), "title", title);
  }

  private static JsonNode named(JsonNode list, String key, String name) {
    return Exported.in(list)
        .filter(n -> n.path(key).asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> panels() {
    return Exported.in(dashboard.path("panels")).toList();
  }

  private Stream<String> expressions() {
    return panels().stream()
        .flatMap(panel -> panel.path("targets").findValuesAsText("expr").stream());
  }
}
