package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A Prometheus and an Alertmanager that run on what {@code assets export} wrote, sixty times as
 * fast: every duration in rules and route is a sixtieth, and nothing else is changed. What
 * Alertmanager would tell Cartographer arrives here.
 */
final class Alerting implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern DURATION = Pattern.compile("(?<![\\w.])(\\d+)([smh])(?!\\w)");
  private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3600);
  private static final int FASTER = 60;

  private final HttpServer receiver;
  private final Tethered prometheus;
  private final Tethered alertmanager;
  private final int port;
  private final Http http = new Http();
  private final List<JsonNode> received;

  private Alerting(
      HttpServer receiver,
      List<JsonNode> received,
      Tethered prometheus,
      Tethered alertmanager,
      int port) {
    this.receiver = receiver;
    this.received = received;
    this.prometheus = prometheus;
    this.alertmanager = alertmanager;
    this.port = port;
  }

  /**
   * Starts both, and waits until Prometheus has seen the target.
   *
   * @param directory empty
   */
  static Alerting started(Monitoring monitoring, Path directory, URI metrics) {
    try {
      var received = new CopyOnWriteArrayList<JsonNode>();
      var receiver = receiver(received);
      var export =
          Launcher.run(
              directory,
              "assets",
              "export",
              directory.resolve("assets").toString(),
              "--console-url",
              "http://127.0.0.1:" + receiver.getAddress().getPort());
      if (export.exit() != 0) {
        throw new AssertionError(export.all());
      }
      var manager = alertmanager(monitoring, directory);
      var port = Tethered.freePort();
      var prometheus = prometheus(monitoring, directory, metrics, port, manager.port);
      var alerting = new Alerting(receiver, received, prometheus, manager.server, port);
      prometheus.ready(PATIENCE, () -> alerting.isUp());
      return alerting;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer receiver(List<JsonNode> received) throws IOException {
    var receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    receiver.createContext("/api/v1/alerts", exchange -> receive(exchange, received));
    receiver.start();
    return receiver;
  }

  private static void receive(HttpExchange exchange, List<JsonNode> received) throws IOException {
    try (exchange) {
      var bearer = exchange.getRequestHeaders().getFirst("Authorization");
      received.add(Http.JSON.readTree(exchange.getRequestBody()));
      exchange.sendResponseHeaders("Bearer of-this-test".equals(bearer) ? 200 : 401, -1);
    }
  }

  private record Manager(Tethered server, int port) {}

  private static Manager alertmanager(Monitoring monitoring, Path directory) throws IOException {
    var example = directory.resolve("assets/alertmanager/cartographer-route.example.yml");
    Files.writeString(directory.resolve("cartographer-api-token"), "of-this-test");
    Files.writeString(directory.resolve("armada-ice-routing-key"), "0".repeat(32));
    Files.writeString(
        directory.resolve("alertmanager.yml"),
        // Nobody is paged by a test.
        "global: {pagerduty_url: 'http://127.0.0.1:9/'}\n"
            + faster(Files.readString(example)).replace("/etc/alertmanager", directory.toString()));
    var port = Tethered.freePort();
    var command =
        List.of(
            monitoring.alertmanager().toString(),
            "--config.file=" + directory.resolve("alertmanager.yml"),
            "--storage.path=" + directory.resolve("alertmanager-data"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port);
    var server = Tethered.start("alertmanager", directory, Map.of(), command);
    var ready = URI.create("http://127.0.0.1:" + port + "/-/ready");
    server.ready(PATIENCE, () -> new Http().status(ready, "").orElse(0) == 200);
    return new Manager(server, port);
  }

  private static Tethered prometheus(
      Monitoring monitoring, Path directory, URI metrics, int port, int manager)
      throws IOException {
    var rules = directory.resolve("assets/prometheus/cartographer.rules.yml");
    var fast = faster(Files.readString(rules)).replace("_seconds) < 600", "_seconds) < 10");
    Files.writeString(directory.resolve("rules.yml"), fast);
    Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: [rules.yml]
        alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
        scrape_configs:
          - {job_name: cartographer, static_configs: [{targets: ['%s']}]}
        """
            .formatted(manager, metrics.getAuthority()));
    var command =
        List.of(
            monitoring.prometheus().toString(),
            "--config.file=" + directory.resolve("prometheus.yml"),
            "--storage.tsdb.path=" + directory.resolve("prometheus-data"),
            "--web.listen-address=127.0.0.1:" + port);
    return Tethered.start("prometheus", directory, Map.of(), command);
  }

  /** The text with every duration divided by sixty, and none below a second but nothing. */
  static String faster(String text) {
    return DURATION.matcher(text).replaceAll(Alerting::faster);
  }

  private static String faster(MatchResult duration) {
    var seconds = Integer.parseInt(duration.group(1)) * SECONDS.getOrDefault(duration.group(2), 1);
    return seconds == 0 ? "0s" : Math.max(1, seconds / FASTER) + "s";
  }

  private boolean isUp() {
    return http.status(URI.create("http://127.0.0.1:" + port + "/-/ready"), "").orElse(0) == 200
        && !query("up == 1").isEmpty();
  }

  /** What Prometheus answers: one element for each series. */
  List<JsonNode> query(String query) {
    var encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    var uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + encoded);
    return list(http.get(uri, "").good().path("data").path("result"));
  }

  /** Which alerts fire, each with its carrier; the one that always does left out. */
  Set<String> firing() {
    var firing = new TreeSet<String>();
    for (var alert : query("ALERTS{alertstate=\"firing\", alertname!=\"Watchdog\"}")) {
      var labels = alert.path("metric");
      firing.add(
          (labels.path("alertname").asText() + " " + labels.path("carrier").asText()).strip());
    }
    return firing;
  }

  /** What was sent to Cartographer about an alert and carrier, the last first. */
  List<JsonNode> told(String alert, String carrier) {
    return received.stream()
        .flatMap(webhook -> list(webhook.path("alerts")).stream())
        .filter(a -> a.path("labels").path("alertname").asText().equals(alert))
        .filter(a -> a.path("labels").path("carrier").asText().equals(carrier))
        .toList()
        .reversed();
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  @Override
  public void close() {
    prometheus.close();
    alertmanager.close();
    receiver.stop(0);
  }
}
