package dev.cartographer.sandbox;

import dev.cartographer.fleet.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes Cartographer's configuration for the sandbox. */
final class SandboxConfiguration {
  static final String CLIENT = "cartographer";
  static final String CLIENT_SECRET_FILE = "cartographer-client";
  static final String CANARY = "canary";
  static final String CANARY_SECRET_FILE = "canary-client";
  static final String CANARY_KEY_FILE = "canary-key";

  private final SandboxIam iam;
  private final SandboxService logging;
  private final SandboxService metrics;

  SandboxConfiguration(SandboxIam iam, SandboxService logging, SandboxService metrics) {
    this.iam = iam;
    this.logging = logging;
    this.metrics = metrics;
  }

  Map<String, Object> document(SandboxFiles files, Ports ports) {
    var top = new LinkedHashMap<String, Object>();
    top.put("data", files.directory().toString());
    top.put("secrets-directory", files.secrets().toString());
    top.put("delivery-directory", files.delivered().toString());
    top.put("http", listener(ports.http()));
    top.put("management", listener(ports.management()));
    var regions = new LinkedHashMap<String, Object>();
    regions.put("sandbox-south", south());
    regions.put("sandbox-east", east());
    top.put("regions", regions);
    top.put("probes", probes());
    top.put("evidence", evidence());
    return Map.of("cartographer", top);
  }

  /** A canary for each region, often enough for a demo. */
  private static Map<String, Object> probes() {
    var canaries = new LinkedHashMap<String, Object>();
    canaries.put("sandbox-south", Map.of("client-id", CANARY, "secret-file", CANARY_SECRET_FILE));
    canaries.put("sandbox-east", Map.of("secret-file", CANARY_KEY_FILE));
    var probes = new LinkedHashMap<String, Object>();
    probes.put("interval", "10s");
    probes.put("canaries", canaries);
    return probes;
  }

  /** Whom a verdict asks beside our own exchanges, and often: an outage here lasts seconds. */
  private Map<String, Object> evidence() {
    var evidence = new LinkedHashMap<String, Object>();
    evidence.put("allow-private", List.of("127.0.0.0/8"));
    evidence.put("probe-every", "2s");
    var probes = new LinkedHashMap<String, Object>();
    probes.put("iam-health", health("iam", iam.server()));
    probes.put("logging-health", health("logging", logging.server()));
    probes.put("metrics-health", health("metrics", metrics.server()));
    evidence.put("probes", probes);
    return evidence;
  }

  private static Map<String, Object> health(String dependency, SandboxServer server) {
    var probe = new LinkedHashMap<String, Object>();
    probe.put("dependency", dependency);
    probe.put("url", server.health().toString());
    return probe;
  }

  private static Map<String, Object> listener(int port) {
    var listener = new LinkedHashMap<String, Object>();
    listener.put("host", "127.0.0.1");
    listener.put("port", port);
    return listener;
  }

  /** OAuth client credentials, and token exchange at IAM. */
  private Map<String, Object> south() {
    var region = new LinkedHashMap<String, Object>();
    region.put("iam", iam("client-credentials", iam.tokenEndpoint().toString()));
    region.put("logging", tokenExchange(Signal.LOGS));
    region.put("metrics", tokenExchange(Signal.METRICS));
    return region;
  }

  /** API keys, and each service's own token endpoint. */
  private Map<String, Object> east() {
    var region = new LinkedHashMap<String, Object>();
    region.put("iam", iam("ibm-api-key", iam.identityEndpoint().toString()));
    region.put("logging", bearerPost(Signal.LOGS, logging));
    region.put("metrics", bearerPost(Signal.METRICS, metrics));
    return region;
  }

  private static Map<String, Object> iam(String dialect, String endpoint) {
    var iam = new LinkedHashMap<String, Object>();
    iam.put("dialect", dialect);
    iam.put("token-endpoint", endpoint);
    iam.put("timeout", "2s");
    return iam;
  }

  private static Map<String, Object> tokenExchange(Signal signal) {
    var step = new LinkedHashMap<String, Object>();
    step.put("dialect", "token-exchange");
    step.put("audience", SandboxService.audience(signal));
    step.put("scope", SandboxRegion.scope(signal));
    step.put("client-id", CLIENT);
    step.put("client-secret-file", CLIENT_SECRET_FILE);
    return step;
  }

  private static Map<String, Object> bearerPost(Signal signal, SandboxService service) {
    var step = new LinkedHashMap<String, Object>();
    step.put("dialect", "bearer-post");
    step.put("token-endpoint", service.tokenEndpoint().toString());
    step.put("body", "{\"cluster\":\"{cluster}\"}");
    step.put("token-field", "token");
    step.put("audience", SandboxService.audience(signal));
    return step;
  }
}
