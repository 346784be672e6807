package dev.cartographer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fleet.Agent;
import dev.cartographer.fleet.Agents;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.LabelName;
import dev.cartographer.fleet.LabelText;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfigurationsTest {
  private static final Name US = new Name("us");
  private static final String PEM =
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  private static final String RUBY = "\"#{File.write('x','y')}\"";

  private final AgentConfigurations configurations =
      new AgentConfigurations(
          Map.of(
              US,
              Map.of(
                  Signal.LOGS,
                      ingest("https://logs.example/v1/lines", "https://otlp.example/v1/logs"),
                  Signal.METRICS,
                      ingest(
                          "https://metrics.example:8443/api/v1/write?dc=1",
                          "https://otlp.example/"))));

  static Stream<Arguments> everyAgent() {
    return Arrays.stream(Signal.values())
        .flatMap(signal -> Agent.of(signal).stream().map(agent -> Arguments.of(agent, signal)));
  }

  @ParameterizedTest
  @MethodSource("everyAgent")
  void everyAgentIsToldWhereAndAsWhoAndFindsItsTokenInAFile(Agent agent, Signal signal) {
    var files = configuration(agent, signal, Map.of("team", "payments")).files();
    var all = String.join("\n", files.values());

    assertThat(all)
        .contains("acme-payments")
        .contains("payments")
        .contains(agent == Agent.OTEL_COLLECTOR ? "otlp.example" : signal.word() + ".example")
        .doesNotContain("<<");
    if (agent != Agent.VMAGENT) {
      assertThat(all).contains("/var/run/cartographer/" + signal.word() + "/token");
    }
    assertThat(files).containsEntry("ca.crt", PEM);
    assertThat(files.containsKey("companion.sh"))
        .isEqualTo(agent == Agent.FLUENTD || agent == Agent.FLUENT_BIT);
  }

  @ParameterizedTest
  @MethodSource("everyAgent")
  void theSameFleetGivesTheSameTextAndAnotherLabelAnother(Agent agent, Signal signal) {
    var once = configuration(agent, signal, Map.of("team", "a"));

    assertThat(configuration(agent, signal, Map.of("team", "a")).hash())
        .isEqualTo(once.hash())
        .matches("[0-9a-f]{24}");
    assertThat(configuration(agent, signal, Map.of("team", "b")).hash()).isNotEqualTo(once.hash());
  }

  @ParameterizedTest
  @MethodSource("everyAgent")
  void aHostileLabelIsText(Agent agent, Signal signal) {
    for (var text :
        new String[] {
          RUBY,
          "it's \"quoted\"",
          "\\",
          "\\'",
          "'",
          "</record>",
          "<<endpoint>>",
          "<<label>>",
          "a: b",
          "- a",
          "# c",
          "x # c",
          "*a",
          "&a",
          "!!x",
          "@include /etc/passwd",
          "//",
          "a, b",
          "#{1}",
          "``",
          "null",
          "~",
          "日本"
        }) {
      var rendered = configuration(agent, signal, Map.of("team", text));

      var leaves = leaves(agent, signal, rendered);
      assertThat(leaves).filteredOn(leaf -> leaf.value().equals(text)).hasSize(1);
      assertThat(leaves)
          .filteredOn(leaf -> !leaf.code().isEmpty())
          .extracting(Leaf::code)
          .isSubsetOf("File.read('/var/run/cartographer/logs/token').strip");
    }
  }

  @ParameterizedTest
  @MethodSource("everyAgent")
  void whateverALabelSaysTheRestStaysAsItIs(Agent agent, Signal signal) {
    var hostile = new HostileTexts(new SplittableRandom(11));
    var plain = leaves(agent, signal, configuration(agent, signal, Map.of("team", "plain-text")));
    for (var i = 0; i < 1_000; i++) {
      var text = label(hostile.next());
      if (text.isPresent()) {
        var rendered = configuration(agent, signal, Map.of("team", text.get()));

        var expected =
            plain.stream()
                .map(leaf ->
                    leaf.value().equals("plain-text")
                        ? new Leaf(leaf.path(), text.get(), leaf.code())
                        : leaf)
                .toList();
        assertThat(leaves(agent, signal, rendered)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyAgent")
  void whateverIsQuotedIsReadBack(Agent agent, Signal signal) {
    var hostile = new HostileTexts(new SplittableRandom(13));
    for (var template : AgentTexts.templates(agent, signal)) {
      for (var i = 0; i < 2_000; i++) {
        var value = hostile.next();
        if (HostileTexts.writable(value)) {
          var values =
              new Values(
                  Map.of(
                      "endpoint", value, "host", value, "port", value, "path", value, "tls", value),
                  new TreeMap<>(Map.of("a", value, "b", value)),
                  Set.of("authorities"));

          template.check(template.filled(values), values);
        }
      }
    }
  }

  @Test
  void aTextThatSaysMoreThanItShouldIsNotDelivered() {
    var values = new Values(Map.of("endpoint", "https://a/"), new TreeMap<>(), Set.of());
    var template = new Template("fluent.conf", new FluentdSyntax(), "endpoint <<endpoint>>\n");

    for (var text :
        List.of(
            "endpoint 'https://b/'\n",
            "endpoint 'https://a/'\n@include http://b/\n",
            "endpoint \"https://a/#{x}\"\n",
            "<a>\nendpoint 'https://a/'\n</a>\n",
            "")) {
      assertThatThrownBy(() -> template.check(text, values))
          .isInstanceOf(UnreadableText.class)
          .hasMessage("fluent.conf would not say what it should");
    }
    template.check("endpoint 'https://a/' # the same\n", values);
  }

  @Test
  void fluentdRunsNothingButTheReadingOfItsToken() {
    var text =
        configuration(Agent.FLUENTD, Signal.LOGS, Map.of("team", RUBY)).files().get("fluent.conf");

    assertThat(text)
        .contains("    team '\"#{File.write(\\'x\\',\\'y\\')}\"'\n")
        .contains("\n  endpoint 'https://logs.example/v1/lines'\n")
        .contains("  retryable_response_codes 401,403,")
        .contains("    retry_forever true\n")
        .contains("    @type file\n");
    // No place where anybody on the network could read the configuration, which holds the token.
    assertThat(text).doesNotContain("monitor_agent").doesNotContain("debug_agent");
    assertThat(text)
        .contains("  rpc_endpoint 127.0.0.1:24444\n")
        .doesNotContain("enable_get_dump true");
  }

  @Test
  void withoutCertificatesOfOnesOwnNoneAreNamed() {
    var plain =
        new AgentConfigurations(
            Map.of(
                US,
                Map.of(
                    Signal.LOGS,
                    new Ingest(
                        url("http://127.0.0.1:9880/lines"), Optional.empty(), Optional.empty()))));

    var files = plain.of(binding(Agent.FLUENT_BIT, Signal.LOGS, Map.of())).orElseThrow().files();

    assertThat(files).doesNotContainKey("ca.crt");
    assertThat(files.get("fluent-bit.yaml"))
        .doesNotContain("ca_file")
        .contains(
            "      host: '127.0.0.1'\n      port: '9880'\n      uri: '/lines'\n      tls: 'off'\n");
  }

  @Test
  void aClusterThatNamesNoAgentHasNoConfiguration() {
    assertThat(configurations.of(new Binding(cluster(Agents.NONE), Signal.LOGS))).isEmpty();
  }

  @Test
  void aRegionThatDoesNotSayWhereToIsNamedWithItsSetting() {
    var nowhere = new AgentConfigurations(Map.of());

    assertThatThrownBy(() -> nowhere.of(binding(Agent.OTEL_COLLECTOR, Signal.METRICS, Map.of())))
        .isInstanceOf(DependencyFailure.class)
        .extracting(e -> ((DependencyFailure) e).fault().detail())
        .isEqualTo(
            "otel-collector needs the setting cartographer.regions.us.metrics.agents.otlp-endpoint,"
                + " where it sends its metrics");
    assertThat(nowhere.objection(US, Signal.LOGS, Agent.FLUENTD)).isPresent();
    assertThat(configurations.objection(US, Signal.LOGS, Agent.FLUENTD)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://logs.example/",
        "https://user:password@logs.example/",
        "https://logs.example/${HOME}",
        "https://logs.example/a#b",
        "https://logs.example/%7B",
        "https://logs.example/'",
        "ftp://logs.example/",
        "//logs.example/"
      })
  void anEndpointIsMadeOfNothingThatMeansAnythingToAnAgent(String text) {
    assertThatThrownBy(() -> new IngestUrl(URI.create(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Leaf> leaves(Agent agent, Signal signal, Configuration configuration) {
    return AgentTexts.templates(agent, signal).stream()
        .flatMap(t -> t.syntax().leaves(configuration.files().getOrDefault(t.file(), "")).stream())
        .toList();
  }

  private Configuration configuration(Agent agent, Signal signal, Map<String, String> labels) {
    return configurations.of(binding(agent, signal, labels)).orElseThrow();
  }

  private static Binding binding(Agent agent, Signal signal, Map<String, String> labels) {
    var named = new TreeMap<LabelName, LabelText>();
    labels.forEach((name, text) -> named.put(new LabelName(name), new LabelText(text)));
    var one = Optional.of(agent);
    var agents =
        switch (signal) {
          case LOGS -> new Agents(one, Optional.empty(), named);
          case METRICS -> new Agents(Optional.empty(), one, named);
        };
    return new Binding(cluster(agents), signal);
  }

  private static Optional<String> label(String text) {
    try {
      return Optional.of(new LabelText(text).text());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Cluster cluster(Agents agents) {
    return new Cluster(
        3,
        new Name("acme-payments"),
        new Name("acme"),
        new Carrier(new Name("dal"), US),
        new Identity.ApiKey(new SecretRef.FromFile("key")),
        new Target.Files(),
        agents,
        1);
  }

  private static Ingest ingest(String endpoint, String otlp) {
    return new Ingest(url(endpoint), url(otlp), Optional.of(PEM));
  }

  private static Optional<IngestUrl> url(String text) {
    return Optional.of(new IngestUrl(URI.create(text)));
  }
}
