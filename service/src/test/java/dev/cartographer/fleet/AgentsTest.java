package dev.cartographer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentsTest {

  @Test
  void aClusterNamesItsAgentsAndTheirLabels() {
    assertThat(agents("{logs: fluentd, metrics: vmagent, labels: {team: 'pay & co', env: on}}"))
        .isEqualTo(
            new Agents(
                Optional.of(Agent.FLUENTD),
                Optional.of(Agent.VMAGENT),
                Map.of(
                    new LabelName("team"), new LabelText("pay & co"),
                    new LabelName("env"), new LabelText("on"))));
    assertThat(agents("{metrics: otel-collector}"))
        .isEqualTo(new Agents(Optional.empty(), Optional.of(Agent.OTEL_COLLECTOR), Map.of()));
  }

  @Test
  void seventeenLabelsAreTooMany() {
    var labels =
        IntStream.rangeClosed(1, 17)
            .mapToObj(i -> "l" + i + ": x")
            .collect(Collectors.joining(", "));

    assertThat(problemsOf(file("agents: {logs: fluentd, labels: {" + labels + "}}")))
        .isEqualTo("8:13: agents can't be used: an agent takes at most 16 labels");
  }

  @Test
  void anAgentShipsWhatItIsNamedForOrIsNone() {
    assertThatThrownBy(() -> new Agents(Optional.of(Agent.ALLOY), Optional.empty(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an agent can't ship what it was named for");
  }

  @Test
  void aClusterThatNamesNoneHasNone() {
    assertThat(agents("")).isEqualTo(Agents.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          fluentd                              | 8:13: agents are {logs: AGENT, metrics: AGENT, labels: {NAME: TEXT, …}}, not a text
          {labels: {a: b}}                     | 8:13: agents name one for logs, one for metrics, or both: {logs: AGENT, metrics: AGENT, labels: {NAME: TEXT, …}}
          {logs: fluentbit}                    | 8:20: logs "fluentbit" is not one: an agent for logs is one of fluentd, fluent-bit, otel-collector; did you mean "fluent-bit"?
          {logs: prometheus}                   | 8:20: logs "prometheus" is not one: an agent for logs is one of fluentd, fluent-bit, otel-collector
          {log: fluentd, metrics: alloy}       | 8:14: unknown key "log" in agents; did you mean "logs"?
          {logs: fluentd, labels: {__a: b}}    | 8:38: label "__a": a label is named by 1 to 63 letters, digits and underscores, not beginning with a digit or two underscores
          {logs: fluentd, labels: {tenant: b}} | 8:38: label "tenant": the label "tenant" is there already
          {logs: fluentd, labels: {a: '${t}'}} | 8:38: label "a": agents fill in $NAME, ${NAME} and %{NAME}, so a label's text has no "$" and no "%{"
          {logs: fluentd, labels: {a: "1\\n2"}} | 8:38: label "a": a label's text is one line of visible characters and spaces
          {logs: fluentd, labels: {a: '{}'}}   | 8:38: label "a": an agent takes a text that begins with { or [ for JSON; begin it otherwise
          {logs: fluentd, labels: {a: ''}}     | 8:38: label "a": a label's text has 1 to 128 characters
          {logs: fluentd, labels: {a: [b]}}    | 8:41: a label's value is a text, not a list
          """)
  void aMistakeInThemIsNamed(String agents, String problem) {
    assertThat(problemsOf(file("agents: " + agents))).isEqualTo(problem);
  }

  /** A name is never quoted or escaped: it is a plain one, or it is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "\\"#{File.write('x','y')}\\""   | "\\"#{File.write('x','y')}\\""
          "a\\nb: c"                       | "a\\u{a}b: c"
          "a\\r@include /etc/passwd"       | "a\\u{d}@include /etc/passwd"
          "it's"                          | "it's"
          "${tag}"                        | "${tag}"
          "acme-a23456789b123456789c123456789d123456789e123456789f123456789" | "acme-a23456789b123456789c123456789d12345…"
          """)
  void aHostileNameIsRefusedAndShownAsText(String name, String shown) {
    var refusal =
        "a name is 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a"
            + " letter or digit";
    var file = file("").replace("tenant: acme", "tenant: " + name);

    assertThat(problemsOf(file)).isEqualTo("4:13: tenant " + shown + " is not one: " + refusal);
    assertThat(problemsOf(file("").replace("name: payments", "name: " + name)))
        .isEqualTo("3:11: name " + shown + " is not one: " + refusal);
  }

  private static String file(String agents) {
    return """
    carriers: [{name: dal, region: us}]
    clusters:
      - name: payments
        tenant: acme
        carrier: dal
        identity: {apiKey: {file: a}}
        target: files
        %s
    """
        .formatted(agents);
  }

  private static Agents agents(String agents) {
    var line = agents.isEmpty() ? "" : "agents: " + agents;
    return parsed(file(line)).enrolments().getFirst().agents();
  }

  private static String problemsOf(String file) {
    try {
      parsed(file);
      return "";
    } catch (FleetFileException e) {
      return e.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
  }

  private static FleetDocument parsed(String file) {
    try {
      return FleetFile.parse(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
