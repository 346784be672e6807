package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is exported for Prometheus, Alertmanager and Grafana, judged by their own tools. */
class AssetsTest {
  private static final Path EXPORTED = Repository.emptied("assets");
  private static Monitoring monitoring = new Monitoring(Path.of(""), Path.of(""));

  @BeforeAll
  static void export() {
    monitoring = Monitoring.found();
    var said = Launcher.run(EXPORTED, "assets", "export", EXPORTED.toString());
    assertThat(said.exit()).as(said.all()).isZero();
  }

  @Test
  void theRulesAreRightAndDoWhatTheirTestsSay() {
    assertThat(promtool("check", "rules", "prometheus/cartographer.rules.yml").exit()).isZero();
    for (var name : List.of("token-exchanges", "cartographer-itself")) {
      var said = tested(EXPORTED, name);
      assertThat(said.exit()).as(said.all()).isZero();
    }
  }

  /** A change of the rules that their tests must notice. */
  enum Mutation {
    THE_FLOOR_IS_REMOVED("} >= 5", "} >= 0"),
    BLOCKED_COUNTS_AS_ERROR("outcome=\"error\"", "outcome=~\"error|blocked\""),
    AN_HOUR_IS_FIVE_MINUTES("ratio_rate2m[1h]", "ratio_rate2m[5m]"),
    FIVE_MINUTES_ARE_AN_HOUR("ratio_rate2m[5m]", "ratio_rate2m[1h]"),
    SIX_HOURS_ARE_NOT_LOOKED_AT("> 6 * 0.005", "> 600 * 0.005"),
    A_REVOKED_KEY_COUNTS(", reason!~\"identity_rejected|not_entitled\"", ""),
    ONLY_TRAFFIC_COUNTS("total{outcome=\"error\"", "total{source=\"traffic\", outcome=\"error\""),
    CARRIERS_ARE_MIXED("by (job, carrier, region, dependency)", "by (job, region, dependency)"),
    A_MOMENT_IS_ENOUGH("for: 2m\n        keep_firing_for: 5m\n", "keep_firing_for: 5m\n"),
    IT_FLAPS("        keep_firing_for: 5m\n", ""),
    THE_AVERAGE_IS_OVER_EXCHANGES(
        "avg_over_time(carrier_dependency:cartographer_token_exchange_errors:ratio_rate2m[1h])",
        """
        sum by (job, carrier, region, dependency) (increase(cartographer_token_exchanges_total{outcome="error"}[1h])) \
        / sum by (job, carrier, region, dependency) (increase(cartographer_token_exchanges_total{outcome=~"success|error"}[1h]))\
        """),
    A_LINK_LEADS_ELSEWHERE("?var-carrier=", "?carrier="),
    ANOTHER_TEAM_IS_CALLED("team: armada-ice", "team: iam");

    private final String from;
    private final String to;

    Mutation(String from, String to) {
      this.from = from;
      this.to = to;
    }

    String of(String rules) {
      assertThat(rules).contains(from);
      return rules.replace(from, to);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeOfTheRulesIsNoticed(Mutation mutation) throws IOException {
    var mutant = copied("mutant");
    var rules = mutant.resolve("prometheus/cartographer.rules.yml");
    Files.writeString(rules, mutation.of(Files.readString(rules)));

    assertThat(monitoring.promtool(mutant, List.of("check", "rules", rules.toString())).exit())
        .isZero();
    assertThat(tested(mutant, "token-exchanges").exit())
        .as("%s was not noticed", mutation)
        .isEqualTo(1);
  }

  @Test
  void alertmanagerTakesTheExample() {
    var said =
        monitoring.amtool(
            EXPORTED, List.of("check-config", "alertmanager/cartographer-route.example.yml"));

    assertThat(said.exit()).as(said.all()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "CartographerIAMTokenExchangeErrors, cartographer",
    "CartographerLoggingServiceTokenExchangeErrors, cartographer",
    "CartographerMetricsServiceTokenExchangeErrors, cartographer",
    "CartographerFirstDarkSoon, armada-ice",
    "CartographerNoExchanges, armada-ice",
    "CartographerAbsent, armada-ice",
    "CartographerRecordsFailing, armada-ice",
    "CartographerDeliveriesFailing, armada-ice",
    "CartographerIdentitiesRejected, armada-ice",
    "CartographerUnattended, armada-ice",
    "Watchdog, heartbeat",
  })
  void everyAlertGoesWhereItBelongs(String alert, String receiver) {
    var said =
        monitoring.amtool(
            EXPORTED,
            List.of(
                "config",
                "routes",
                "test",
                "--config.file=alertmanager/cartographer-route.example.yml",
                "--verify.receivers=" + receiver,
                "alertname=" + alert,
                "service=armada",
                "carrier=prod-dal10-carrier2"));

    assertThat(said.exit()).as(said.all()).isZero();
  }

  @Test
  void prometheusCanReadTheQueryOfEveryPanel() throws IOException {
    var rules = EXPORTED.resolve("panels.yml");
    var queries = queries(EXPORTED);
    Files.writeString(
        rules,
        "groups:\n- name: panels\n  rules:\n"
            + IntStream.range(0, queries.size())
                .mapToObj(i ->
                    "  - {record: panel%d, expr: %s}\n"
                        .formatted(i, Http.JSON.valueToTree(queries.get(i))))
                .collect(Collectors.joining()));

    var said = promtool("check", "rules", rules.toString());

    assertThat(said.all()).contains(queries.size() + " rules found");
    assertThat(said.all()).doesNotContain("FAILED");
  }

  /** The queries of the dashboard with all of everything chosen, as Grafana would send them. */
  static List<String> queries(Path exported) throws IOException {
    return Http.json(Files.readString(exported.resolve("grafana/dashboards/armada-ice.json")))
        .path("panels")
        .findValues("expr")
        .stream()
        .map(JsonNode::asText)
        .map(query ->
            query
                .replace("$__rate_interval", "1m")
                .replaceAll("\\$(job|instance|carrier|dependency)", ".*"))
        .toList();
  }

  private static Path copied(String name) throws IOException {
    var copy = Repository.emptied(name);
    try (var all = Files.walk(EXPORTED.resolve("prometheus"))) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var to = copy.resolve(EXPORTED.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    return copy;
  }

  private static Monitoring.Said promtool(String... arguments) {
    return monitoring.promtool(EXPORTED, List.of(arguments));
  }

  private static Monitoring.Said tested(Path directory, String name) {
    return monitoring.promtool(
        directory, List.of("test", "rules", "prometheus/tests/" + name + ".test.yml"));
  }
}
