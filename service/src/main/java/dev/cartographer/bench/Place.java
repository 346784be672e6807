package dev.cartographer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The data directory of the Cartographer that is measured, with the files it is set up by.
 *
 * @param http port of its API
 * @param management port of its metrics
 */
record Place(Path directory, int http, int management) {

  static final String CLIENT = "cartographer";

  static Place make(Path directory, StubProcess stubs) throws IOException {
    var ports = FreePorts.take(2);
    var place = new Place(directory, ports.get(0), ports.get(1));
    Files.createDirectories(place.secrets());
    Files.writeString(place.secrets().resolve("client"), StubIam.secretOf(CLIENT));
    var servers = stubs.apiServers();
    for (var i = 0; i < servers.size(); i++) {
      Files.writeString(place.secrets().resolve(kubeconfig(i)), kubeconfig(servers.get(i)));
    }
    Files.writeString(place.configuration(), place.yaml(stubs));
    return place;
  }

  /** The secret file with the kubeconfig of an API server. */
  static String kubeconfig(int apiServer) {
    return "kube-" + apiServer;
  }

  private static String kubeconfig(String server) {
    return """
    apiVersion: v1
    kind: Config
    current-context: bench
    contexts: [{name: bench, context: {cluster: bench, user: bench}}]
    clusters: [{name: bench, cluster: {server: "%s"}}]
    users: [{name: bench, user: {token: bench}}]
    """
        .formatted(server);
  }

  private String yaml(StubProcess stubs) {
    return """
    cartographer:
      data: %s
      secrets-directory: %s
      http: {host: 127.0.0.1, port: %d}
      management: {host: 127.0.0.1, port: %d}
      regions:
        %s:
          iam: {dialect: client-credentials, token-endpoint: "%s"}
          logging: %s
          metrics: %s
    """
        .formatted(
            directory,
            secrets(),
            http,
            management,
            BenchFleet.REGION,
            stubs.iam(),
            exchange("logging-service", stubs.logging()),
            exchange("metrics-service", stubs.metrics()));
  }

  private static String exchange(String audience, String endpoint) {
    return """
    {dialect: token-exchange, audience: %s, token-endpoint: "%s", client-id: %s, client-secret-file: client}\
    """
        .formatted(audience, endpoint, CLIENT);
  }

  private Path secrets() {
    return directory.resolve("secrets");
  }

  Path configuration() {
    return directory.resolve("cartographer.yaml");
  }

  Path postgres() {
    return directory.resolve("postgres");
  }

  Path keys() {
    return directory.resolve("keys");
  }

  List<String> serve(String launcher) {
    return List.of(
        launcher, "serve", "--config", configuration().toString(), "--data", directory.toString());
  }
}
