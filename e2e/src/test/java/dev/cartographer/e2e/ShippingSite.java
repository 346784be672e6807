package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Two clusters that ship: the product, which delivers their tokens and their agents' configuration
 * to files; a metrics service behind a gate and a logging service, which check every token; and
 * agents that read the files.
 */
final class ShippingSite implements AutoCloseable {
  private static final Realm REALM = RealServers.SHIPPING;
  private static final int LINES_PER_SECOND = 50;

  /** What a label may say; it must arrive as it is. */
  static final String HOSTILE = "\"#{File.write('x','y')}\" it's \\ <<endpoint>>";

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
  private final Tethered companion;

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
      vmagent = begin(MetricAgent.vmagent(metrics, below("vmagent"), delivered("shop", "metrics")));
      prometheus =
          begin(
              MetricAgent.prometheus(
                  part("prometheus"), below("prometheus"), delivered("kiosk", "metrics")));
      var buffer = below("companion/buffer");
      var token = delivered("shop", "logs").token();
      shipper = begin(new LogShipper(token, buffer, bulk(), LINES_PER_SECOND));
      companion = begin(companion(delivered("shop", "logs")));
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
    product.secret("shop", REALM.secretOf("shop"));
    product.secret("kiosk", REALM.secretOf("kiosk"));
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
            agents: {logs: fluentd, metrics: vmagent, labels: {team: '%1$s'}}
          - name: kiosk
            tenant: acme
            carrier: carrier-1
            identity: {client: kiosk, secret: {file: kiosk}}
            target: files
            agents: {metrics: prometheus, labels: {team: '%1$s'}}
        """
            .formatted(HOSTILE.replace("'", "''")));
    product.start();
    var said = product.ask("enrol", "fleet.yaml");
    assertThat(said.exit()).as(said.all()).isZero();
    Eventually.so(
        "tokens and configurations",
        Duration.ofSeconds(60),
        () ->
            delivered("shop", "logs").complete()
                && delivered("shop", "metrics").complete()
                && delivered("kiosk", "metrics").complete());
  }

  /** The companion that was delivered, for the shipper as if it were Fluentd. */
  private Tethered companion(Delivered delivered) {
    var environment =
        Map.of(
            "CARTOGRAPHER_AGENT", "fluentd",
            "CARTOGRAPHER_CONFIG", delivered.configuration().toString(),
            "CARTOGRAPHER_TOKENS", delivered.token().resolveSibling("").toString(),
            "CARTOGRAPHER_STATE", below("companion").toString(),
            "CARTOGRAPHER_STATUS", delivered.configuration().resolve("status").toString(),
            "CARTOGRAPHER_RELOAD", shipper.reload().toString());
    var script = delivered.configuration().resolve("companion.sh").toString();
    return Tethered.start("companion", below("companion"), environment, List.of("sh", script));
  }

  private URI bulk() {
    return logs.at("/logs-shop/_bulk");
  }

  private String region() {
    return """
      regions:
        local:
          iam:
            dialect: client-credentials
            token-endpoint: %1$s
          logging:
            dialect: token-exchange
            audience: logging-service
            scope: logging
            client-id: cartographer
            client-secret-file: exchanger
            agents: {endpoint: '%2$s'}
          metrics:
            dialect: token-exchange
            audience: metrics-service
            scope: metrics
            client-id: cartographer
            client-secret-file: exchanger
            agents: {endpoint: '%3$s'}
    """
        .formatted(keycloak.tokenEndpoint(REALM), bulk(), gate.address().resolve("/api/v1/write"));
  }

  Delivered delivered(String cluster, String signal) {
    return new Delivered(directory.resolve("delivered").resolve(cluster), signal);
  }

  /** A token of somebody who may read the logs. */
  private String reader() {
    var own = keycloak.clientCredentials(REALM, OpenSearch.READER).good();
    var subject = own.path("access_token").asText();
    var answer = keycloak.exchange(REALM, subject, "logging", "logging-service").good();
    return answer.path("access_token").asText();
  }

  /** What the companion wrote down as picked up: generation, fingerprint, instant. */
  String pickedUp() {
    try {
      return Files.readString(directory.resolve("companion/picked-up"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Product product() {
    return product;
  }

  Tethered companion() {
    return companion;
  }

  /** How the logging service answers a post with somebody else's token. */
  int logsAnswer(String token) {
    return new Http().send("POST", bulk(), token, Http.json("{}")).status();
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
