package dev.cartographer.agent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Agent;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration of every agent that Cartographer configures, made of fixed text, the region's
 * endpoint and the cluster's labels.
 */
public final class AgentConfigurations {
  private static final int REMEMBERED = 200_000;

  private final Map<Name, Map<Signal, Ingest>> regions;
  private final Cache<String, Boolean> readBack =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  /** For regions by name; one that is not there configures no agents. */
  public AgentConfigurations(Map<Name, Map<Signal, Ingest>> regions) {
    this.regions = Map.copyOf(regions);
  }

  /**
   * What the binding's agent is to be configured with; empty when somebody else does that.
   *
   * @throws DependencyFailure {@code LOCAL} when the region does not say where the agent sends to,
   *     or the text would not say what it should
   */
  public Optional<Configuration> of(Binding binding) {
    return binding.cluster().agents().of(binding.signal()).map(agent -> of(binding, agent));
  }

  /** Why a cluster can't have this agent in this region; empty when it can. */
  public Optional<String> objection(Name region, Signal signal, Agent agent) {
    return url(agent, ingest(region, signal)).isPresent()
        ? Optional.empty()
        : Optional.of(
            "%s needs the setting cartographer.regions.%s.%s.agents.%s, where it sends its %s"
                .formatted(agent.word(), region, service(signal), setting(agent), signal.word()));
  }

  private Configuration of(Binding binding, Agent agent) {
    var region = binding.cluster().carrier().region();
    var signal = binding.signal();
    var ingest = ingest(region, signal);
    var url =
        url(agent, ingest).orElseThrow(() -> failure(objection(region, signal, agent).orElse("")));
    try {
      return checked(agent, signal, values(binding, url, ingest), ingest);
    } catch (UnreadableText | IllegalArgumentException e) {
      throw failure(
          "the configuration of " + agent.word() + " for " + binding + ": " + e.getMessage());
    }
  }

  /** What was read back once is not read back at every look. */
  private Configuration checked(Agent agent, Signal signal, Values values, Ingest ingest) {
    var templates = AgentTexts.templates(agent, signal);
    var files = new TreeMap<String, String>();
    templates.forEach(template -> files.put(template.file(), template.filled(values)));
    ingest.authorities().ifPresent(pem -> files.put("ca.crt", pem));
    if (AgentTexts.needsCompanion(agent)) {
      files.put("companion.sh", AgentTexts.companion());
    }
    var configuration = new Configuration(files);
    if (readBack.getIfPresent(configuration.hash()) == null) {
      templates.forEach(template -> template.check(text(configuration, template), values));
      readBack.put(configuration.hash(), true);
    }
    return configuration;
  }

  private static String text(Configuration configuration, Template template) {
    return configuration.files().getOrDefault(template.file(), "");
  }

  private static Values values(Binding binding, IngestUrl url, Ingest ingest) {
    var cluster = binding.cluster();
    var labels = new TreeMap<String, String>();
    cluster.agents().labels().forEach((name, text) -> labels.put(name.text(), text.text()));
    labels.put("cluster", cluster.name().text());
    labels.put("tenant", cluster.tenant().text());
    var blocks = new TreeSet<String>();
    if (ingest.authorities().isPresent()) {
      blocks.add("authorities");
    }
    var texts =
        Map.of(
            "endpoint", url.uri().toString(),
            "host", url.host(),
            "port", Integer.toString(url.port()),
            "path", url.path(),
            "tls", url.secure() ? "on" : "off");
    return new Values(texts, labels, Set.copyOf(blocks));
  }

  private Ingest ingest(Name region, Signal signal) {
    return Optional.ofNullable(regions.get(region))
        .flatMap(signals -> Optional.ofNullable(signals.get(signal)))
        .orElse(Ingest.NONE);
  }

  private static Optional<IngestUrl> url(Agent agent, Ingest ingest) {
    return agent == Agent.OTEL_COLLECTOR ? ingest.otlp() : ingest.endpoint();
  }

  private static String setting(Agent agent) {
    return agent == Agent.OTEL_COLLECTOR ? "otlp-endpoint" : "endpoint";
  }

  private static String service(Signal signal) {
    return switch (signal) {
      case LOGS -> "logging";
      case METRICS -> "metrics";
    };
  }

  private static DependencyFailure failure(String detail) {
    return new DependencyFailure(new Fault(Dependency.CARTOGRAPHER, FaultKind.LOCAL, detail));
  }
}
