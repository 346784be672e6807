package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three servers that share a database and know nothing of each other, and their fleet. */
final class Replicas implements AutoCloseable {
  private static final List<String> NAMES = List.of("replica-1", "replica-2", "replica-3");

  private final KubernetesApi kubernetes;
  private final PatientIam iam;
  private final Map<String, TenantNamespace> namespaces = new LinkedHashMap<>();
  private final Map<String, Product> products = new LinkedHashMap<>();

  /** Nothing runs before {@link #start}; the clusters have their namespaces. */
  Replicas(KubernetesApi kubernetes, PatientIam iam, String fleet, int clusters) {
    this.kubernetes = kubernetes;
    this.iam = iam;
    IntStream.rangeClosed(1, clusters)
        .mapToObj(i -> "%s-%02d".formatted(fleet, i))
        .forEach(name -> namespaces.put(name, TenantNamespace.create(kubernetes, name)));
    for (var name : NAMES) {
      products.put(name, new Product(Repository.emptied("replicas-" + fleet + "/" + name)));
    }
  }

  /**
   * Starts all three and enrols the fleet at the first.
   *
   * @param outer their database; when there is none the first replica's own is everybody's
   * @return their database
   */
  SharedDatabase start(Optional<SharedDatabase> outer) {
    var first = product("replica-1");
    start("replica-1", outer);
    var shared = outer.orElseGet(() -> SharedDatabase.embeddedIn(data(first)));
    for (var name : List.of("replica-2", "replica-3")) {
      giveKey(data(first), data(product(name)));
      start(name, Optional.of(shared));
    }
    first.write("fleet.yaml", fleetFile());
    var said = first.ask("enrol", "fleet.yaml");
    assertThat(said.exit()).as(said.all()).isZero();
    return shared;
  }

  private void start(String name, Optional<SharedDatabase> database) {
    var product = product(name);
    database.ifPresent(d -> product.secret("database", d.password()));
    for (var namespace : namespaces.values()) {
      product.secret("identity/" + namespace.name(), "a secret of " + namespace.name());
      product.secret("kube/" + namespace.name(), namespace.kubeconfig());
    }
    product.configure(
        "  rotation: {lease: 5s, sweep: 10s}\n"
            + database.map(Replicas::settings).orElse("")
            + iam.region(name));
    product.start();
  }

  private static String settings(SharedDatabase database) {
    return "  database: {url: '%s', username: %s, password-file: database}\n"
        .formatted(database.url(), database.username());
  }

  /** What an operator does for every further replica. */
  private static void giveKey(Path from, Path to) {
    var ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      Files.createDirectory(to, ours);
      Files.createDirectory(to.resolve("keys"), ours);
      var key = Path.of("keys/encryption-key");
      Files.copy(from.resolve(key), to.resolve(key), StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path data(Product product) {
    return product.directory().resolve("data");
  }

  private String fleetFile() {
    var clusters =
        namespaces.keySet().stream()
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

  Product product(String name) {
    var product = products.get(name);
    if (product == null) {
      throw new IllegalArgumentException("no such replica: " + name);
    }
    return product;
  }

  /** A witness to what all clusters hold from now on. */
  SecretWatch witness() {
    return new SecretWatch(kubernetes, namespaces.keySet());
  }

  /** Waits until every cluster holds both tokens. */
  void awaitTokens(Duration patience) {
    Eventually.so(
        "a token in every Secret",
        patience,
        () -> namespaces.values().stream().allMatch(n -> n.holds("logs") && n.holds("metrics")));
  }

  /** What lies at a place now. */
  HeldSecret at(String place) {
    var parts = place.split("/cartographer-", 2);
    var namespace = namespaces.get(parts[0]);
    if (namespace == null) {
      throw new IllegalArgumentException("no such cluster: " + parts[0]);
    }
    return namespace.held(parts[1]);
  }

  /** All places of the fleet. */
  List<String> places() {
    return namespaces.keySet().stream()
        .flatMap(n -> List.of(n + "/cartographer-logs", n + "/cartographer-metrics").stream())
        .toList();
  }

  /** Ends the first one last: the database may be its own. */
  @Override
  public void close() {
    List.copyOf(products.values()).reversed().forEach(Product::close);
  }
}
