package dev.cartographer.agent;

import dev.cartographer.fleet.Agent;
import dev.cartographer.fleet.Signal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fixed texts that are built in: files of each agent, and the companion. Read once. */
final class AgentTexts {
  private static final Syntax FLUENTD = new FluentdSyntax();
  private static final Syntax YAML = new YamlSyntax();
  private static final Syntax ALLOY = new AlloySyntax();
  private static final Syntax PLAIN = new PlainSyntax();

  private static final Map<Agent, Map<Signal, List<Template>>> TEMPLATES = all();
  private static final Set<String> FILE_NAMES = allFileNames();
  private static final String COMPANION = Template.resource("companion.sh");

  private AgentTexts() {}

  static List<Template> templates(Agent agent, Signal signal) {
    var templates = TEMPLATES.getOrDefault(agent, Map.of()).get(signal);
    if (templates == null) {
      throw new IllegalArgumentException(agent.word() + " ships no " + signal.word());
    }
    return templates;
  }

  /** The names of all files of all agents. */
  static Set<String> fileNames() {
    return FILE_NAMES;
  }

  private static Set<String> allFileNames() {
    return Stream.concat(
            TEMPLATES.values().stream()
                .flatMap(signals -> signals.values().stream())
                .flatMap(List::stream)
                .map(Template::file),
            Stream.of("companion.sh", "ca.crt"))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it has to be told of a new token, as it doesn't look at the file by itself. */
  static boolean needsCompanion(Agent agent) {
    return switch (agent) {
      case FLUENTD, FLUENT_BIT -> true;
      case OTEL_COLLECTOR, PROMETHEUS, VMAGENT, ALLOY -> false;
    };
  }

  static String companion() {
    return COMPANION;
  }

  private static Map<Agent, Map<Signal, List<Template>>> all() {
    var all = new EnumMap<Agent, Map<Signal, List<Template>>>(Agent.class);
    for (var agent : Agent.values()) {
      var signals = new EnumMap<Signal, List<Template>>(Signal.class);
      Arrays.stream(Signal.values())
          .filter(agent::ships)
          .forEach(signal -> signals.put(signal, read(agent, signal)));
      all.put(agent, signals);
    }
    return all;
  }

  private static List<Template> read(Agent agent, Signal signal) {
    return switch (agent) {
      case FLUENTD -> List.of(Template.of(agent, signal, "fluent.conf", FLUENTD));
      case FLUENT_BIT -> List.of(Template.of(agent, signal, "fluent-bit.yaml", YAML));
      case OTEL_COLLECTOR -> List.of(Template.of(agent, signal, "collector.yaml", YAML));
      case PROMETHEUS -> List.of(Template.of(agent, signal, "prometheus.yml", YAML));
      case VMAGENT ->
          List.of(
              Template.of(agent, signal, "vmagent.yml", YAML),
              Template.of(agent, signal, "url", PLAIN));
      case ALLOY -> List.of(Template.of(agent, signal, "cartographer.alloy", ALLOY));
    };
  }
}
