package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One cluster that ships: the product, which delivers its tokens to files; a metrics service behind
 * a gate and a logging service, which check every token; and agents that read the files.
 */
final class ShippingSite implements AutoCloseable {
  private static final Realm REALM = RealServers.SHIPPING;
  private static final int LINES_PER_SECOND = 50;

  private final Keycloak keycloak;
  private final Path directory = Repository.emptied("shipping");
  private final Deque<AutoCloseable> begun = new ArrayDeque<>();
  private final Product product;
  private final MetricsStore store;
  private final BearerGate gate;
  private final OpenSearch logs;
  private final MetricAgent vmagent;
  private final MetricAgent prometheus;
  private final LogShipper shipper;

  /** Starts everything, one after the other; whoever ships has a token then. */
  ShippingSite(Keycloak keycloak) {
    this.keycloak = keycloak;
    try {
      var key = BearerGate.pem(keycloak, REALM);
      var search = part("opensearch");
      var metrics = part("victoria-metrics");
      logs = begin(OpenSearch.start(search, below("opensearch"), key));
      store = begin(MetricsStore.start(metrics, below("victoria-metrics")));
      gate =
          begin(
              BearerGate.start(
                  part("haproxy"), below("haproxy"), key, "metrics-service", store.address()));
      product = begin(new Product(below("product")));
      enrol();
      var write = gate.address().resolve("/api/v1/write");
      var token = token("metrics");
      vmagent = begin(MetricAgent.vmagent(metrics, below("vmagent"), write, token));
      prometheus =
          begin(MetricAgent.prometheus(part("prometheus"), below("prometheus"), write, token));
      var bulk = logs.at("/logs-shop/_bulk");
      shipper = begin(new LogShipper(token("logs"), below("buffer"), bulk, LINES_PER_SECOND));
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  private static Path part(String name) {
    return switch (Part.named(name)) {
      case Part.Found(var path) -> path;
      case Part.Missing missing -> throw Skipping.because(missing.sentence());
    };
  }

  private Path below(String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void enrol() {
    var delivered = below("delivered");
    product.configure("  delivery-directory: " + delivered + "\n" + region());
    product.secret("exchanger", REALM.secretOf(Realm.EXCHANGER));
    product.secret("shop", REALM.secretOf(OpenSearch.WRITER));
    product.write(
        "fleet.yaml",
        """
        carriers:
          - {name: carrier-1, region: local}
        clusters:
          - name: shop
            tenant: acme
            carrier: carrier-1
            identity: {client: shop, secret: {file: shop}}
            target: files
        """);
    product.start();
    var said = product.ask("enrol", "fleet.yaml");
    assertThat(said.exit()).as(said.all()).isZero();
    Eventually.so(
        "both tokens",
        Duration.ofSeconds(60),
        () -> Files.exists(token("logs")) && Files.exists(token("metrics")));
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
        .formatted(keycloak.tokenEndpoint(REALM));
  }

  private Path token(String signal) {
    return directory.resolve("delivered/shop").resolve(signal).resolve("token");
  }

  /** A token of somebody who may read the logs. */
  private String reader() {
    var own = keycloak.clientCredentials(REALM, OpenSearch.READER).good();
    var subject = own.path("access_token").asText();
    var answer = keycloak.exchange(REALM, subject, "logging", "logging-service").good();
    return answer.path("access_token").asText();
  }

  /** The generation that the note beside a token tells. */
  long generation(String signal) {
    try {
      var note = Files.readString(token(signal).resolveSibling("note.json"));
      return Http.json(note).path("generation").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MetricAgent vmagent() {
    return vmagent;
  }

  MetricAgent prometheus() {
    return prometheus;
  }

  LogShipper shipper() {
    return shipper;
  }

  BearerGate gate() {
    return gate;
  }

  MetricsStore store() {
    return store;
  }

  OpenSearch.Lines lines() {
    return logs.lines("logs-shop", "line", reader());
  }

  private <T extends AutoCloseable> T begin(T part) {
    begun.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!begun.isEmpty()) {
      try {
        begun.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a part of the site did not end", e);
      }
    }
  }
}
