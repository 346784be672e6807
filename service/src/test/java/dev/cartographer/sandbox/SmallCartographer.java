package dev.cartographer.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A program that does in the smallest way what the demo needs of Cartographer: it reads the
 * sandbox's configuration, takes an enrolment, and keeps a token delivered to each agent. With it
 * the demo is tested without the product.
 */
final class SmallCartographer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode configuration;
  private final Caller caller = new Caller();
  private final Map<Feed, Long> generations = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(8);

  private SmallCartographer(JsonNode configuration) {
    this.configuration = configuration;
  }

  /** Run as: serve --config FILE --data DIR. */
  public static void main(String[] args) throws IOException {
    var file = Path.of(args[2]);
    var yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    var small = new SmallCartographer(JSON.valueToTree(yaml).path("cartographer"));
    Files.writeString(Path.of(args[4]).resolve("api-token"), "may-i");
    small.listen("management", exchange -> answer(exchange, 200));
    small.listen("http", small::enrol);
  }

  private void listen(String which, HttpHandler handler) throws IOException {
    var port = configuration.path(which).path("port").asInt();
    var here = InetAddress.ofLiteral("127.0.0.1");
    var server = HttpServer.create(new InetSocketAddress(here, port), 0);
    server.createContext("/", handler);
    server.start();
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void enrol(HttpExchange exchange) throws IOException {
    var fleet = JSON.readTree(exchange.getRequestBody());
    if (!"Bearer may-i".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401);
    } else if (exchange.getRequestURI().getPath().endsWith("/rotations")) {
      answer(exchange, 202);
    } else {
      for (var cluster : fleet.path("clusters")) {
        for (var signal : Signal.values()) {
          renew(cluster, new Feed(cluster.path("name").asText(), signal));
        }
      }
      answer(exchange, 200);
    }
  }

  /** Renews at 60 % of a life, and every tenth of a second when that fails. */
  private void renew(JsonNode cluster, Feed feed) {
    Duration next;
    try {
      var life = Duration.ofSeconds(deliver(cluster, feed));
      next = life.multipliedBy(6).dividedBy(10);
    } catch (Exception e) {
      next = Duration.ofMillis(100);
    }
    var _ = timer.schedule(() -> renew(cluster, feed), next.toMillis(), TimeUnit.MILLISECONDS);
  }

  private long deliver(JsonNode cluster, Feed feed) throws Exception {
    var south = cluster.path("identity").has("client");
    var region = configuration.path("regions").path(south ? "sandbox-south" : "sandbox-east");
    var step = region.path(feed.signal() == Signal.LOGS ? "logging" : "metrics");
    var iam = URI.create(region.path("iam").path("token-endpoint").asText());
    var answer = south ? exchanged(cluster, iam, step) : posted(cluster, iam, step);
    if (answer.status() != 200) {
      throw new IOException(answer.body());
    }
    var token = answer.text(south ? "access_token" : "token");
    var life = answer.json().path("expires_in").asLong();
    put(feed, token, life);
    return life;
  }

  private Caller.Answer exchanged(JsonNode cluster, URI iam, JsonNode step) throws Exception {
    var identity = cluster.path("identity");
    var basic =
        Caller.basic(
            identity.path("client").asText(), identity.path("secret").path("value").asText());
    var subject = caller.form(iam, basic, "grant_type", "client_credentials");
    var secrets = Path.of(configuration.path("secrets-directory").asText());
    var ours = Files.readString(secrets.resolve(step.path("client-secret-file").asText()));
    return caller.form(
        iam,
        Caller.basic(step.path("client-id").asText(), ours),
        "grant_type",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token",
        subject.text("access_token"),
        "subject_token_type",
        "urn:ietf:params:oauth:token-type:access_token",
        "audience",
        step.path("audience").asText(),
        "scope",
        step.path("scope").asText());
  }

  private Caller.Answer posted(JsonNode cluster, URI iam, JsonNode step) throws Exception {
    var subject =
        caller.form(
            iam,
            "",
            "grant_type",
            "urn:ibm:params:oauth:grant-type:apikey",
            "apikey",
            cluster.path("identity").path("apiKey").path("value").asText());
    return caller.post(
        URI.create(step.path("token-endpoint").asText()),
        "Bearer " + subject.text("access_token"),
        "application/json",
        step.path("body").asText().replace("{cluster}", cluster.path("name").asText()));
  }

  private void put(Feed feed, String token, long life) {
    var generation = generations.merge(feed, 1L, Long::sum);
    var note =
        JSON.createObjectNode()
            .put("generation", generation)
            .put("issuedAt", Instant.now().toString())
            .put("expiresAt", Instant.now().plusSeconds(life).toString())
            .put("fingerprint", Fingerprint.of(new SecretText(token)).hex());
    try {
      var delivered = Path.of(configuration.path("delivery-directory").asText());
      var directory = Files.createDirectories(feed.directory(delivered));
      write(directory, "token", token);
      write(directory, "note.json", note.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path directory, String name, String text) throws IOException {
    var fresh = Files.writeString(directory.resolve("." + name), text);
    Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
