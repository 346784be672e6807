package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A running product with all clusters of a realm enrolled, each of which has a namespace of its own
 * on the Kubernetes API server and a client of its own at Keycloak.
 */
final class Fleet implements AutoCloseable {
  private final RealServers servers;
  private final Realm realm;
  private final Product product;
  private final Map<String, TenantNamespace> namespaces = new LinkedHashMap<>();

  private Fleet(RealServers servers, Realm realm) {
    this.servers = servers;
    this.realm = realm;
    this.product = new Product(Repository.emptied("fleet-" + realm.name()));
  }

  /**
   * Starts the product and enrols the clusters, by the command a person uses.
   *
   * @param rotation the settings below {@code cartographer.rotation}, in YAML's flow style
   */
  static Fleet enrolled(RealServers servers, Realm realm, String rotation) {
    var fleet = new Fleet(servers, realm);
    try {
      fleet.prepare(rotation);
      fleet.product.start();
      var said = fleet.product.ask("enrol", "fleet.yaml");
      assertThat(said.exit()).as(said.all()).isZero();
      return fleet;
    } catch (RuntimeException | Error failure) {
      fleet.close();
      throw failure;
    }
  }

  private void prepare(String rotation) {
    product.configure("  rotation: " + rotation + "\n" + region());
    product.secret("exchanger", realm.secretOf(Realm.EXCHANGER));
    for (var cluster : realm.clusters()) {
      var namespace = TenantNamespace.create(servers.kubernetes(), cluster);
      namespaces.put(cluster, namespace);
      product.secret("identity/" + cluster, realm.secretOf(cluster));
      product.secret("kube/" + cluster, namespace.kubeconfig());
    }
    product.write("fleet.yaml", file());
  }

  private String region() {
    return """
      regions:
        local:
          iam:
            dialect: client-credentials
            token-endpoint: %s
          logging:
            dialect: token-exchange
            audience: logging-service
            scope: logging
            client-id: cartographer
            client-secret-file: exchanger
          metrics:
            dialect: token-exchange
            audience: metrics-service
            scope: metrics
            client-id: cartographer
            client-secret-file: exchanger
    """
        .formatted(servers.keycloak().tokenEndpoint(realm));
  }

  private String file() {
    var clusters =
        realm.clusters().stream()
            .map(name ->
                """
                  - name: %1$s
                    tenant: acme
                    carrier: carrier-1
                    identity: {client: %1$s, secret: {file: identity/%1$s}}
                    target: {namespace: %1$s, kubeconfig: {file: kube/%1$s}}
                """
                    .formatted(name))
            .collect(Collectors.joining());
    return "carriers:\n  - {name: carrier-1, region: local}\nclusters:\n" + clusters;
  }

  Product product() {
    return product;
  }

  TenantNamespace namespace(String cluster) {
    var namespace = namespaces.get(cluster);
    if (namespace == null) {
      throw new IllegalArgumentException("no such cluster: " + cluster);
    }
    return namespace;
  }

  /** What every cluster holds now; it holds something. */
  List<HeldSecret> held() {
    return heldBy(namespaces.keySet());
  }

  List<HeldSecret> heldBy(Collection<String> clusters) {
    return clusters.stream()
        .map(this::namespace)
        .flatMap(n -> Stream.of(n.held("logs"), n.held("metrics")))
        .toList();
  }

  /** Waits until every cluster holds both tokens. */
  void awaitTokens(Duration patience) {
    Eventually.so(
        "a token in every Secret",
        patience,
        () -> namespaces.values().stream().allMatch(n -> n.holds("logs") && n.holds("metrics")));
  }

  /** Waits until each of these Secrets holds a later generation. */
  void awaitLater(List<HeldSecret> than, Duration patience) {
    var left = new ArrayList<>(than);
    Eventually.so(
        "later generations than " + than.stream().map(HeldSecret::place).toList(),
        patience,
        () -> {
          left.removeIf(old -> now(old).generation() > old.generation());
          return left.isEmpty();
        });
  }

  private HeldSecret now(HeldSecret old) {
    return namespace(old.namespace()).held(old.name().substring("cartographer-".length()));
  }

  boolean healthy(String cluster) {
    return product.api("/clusters/" + cluster + "/why").path("healthy").asBoolean();
  }

  @Override
  public void close() {
    product.close();
  }
}
