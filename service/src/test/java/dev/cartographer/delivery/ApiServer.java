package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * An API server that knows the Secrets and ConfigMaps of the namespace {@code logging}, whose names
 * differ: reads, creations and server-side applies under their resource version, as a real one was
 * seen to answer them: what was created and an apply leaves out stays, and goes by a merge patch.
 * It also issues tokens of its service account {@code shipper}.
 */
final class ApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCOUNTS = "/api/v1/namespaces/logging/serviceaccounts/";
  private static final Pattern PATH =
      Pattern.compile("/api/v1/namespaces/logging/(secrets|configmaps)(?:/([a-z-]+))?");
  private static final List<String> OWNED =
      List.of("/data", "/metadata/annotations", "/metadata/labels");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, ObjectNode> secrets = new HashMap<>();
  private final Map<String, JsonNode> created = new HashMap<>();
  private final Map<String, JsonNode> applied = new HashMap<>();
  private final List<Request> requests = new ArrayList<>();
  private final Map<String, Queue<Trouble>> troubles = new HashMap<>();
  private final HttpServer http;
  private long version = 100;

  /** What the present request is about. */
  private String kind = "secrets";

  /** What was asked. */
  record Request(
      String method,
      String target,
      String contentType,
      String authorization,
      Optional<JsonNode> body) {
    String line() {
      return method + " " + target;
    }
  }

  /** What befalls one request. */
  sealed interface Trouble {
    /** It is done, but the answer never arrives. */
    record AnswerLost() implements Trouble {}

    /** It is dropped before anything is done. */
    record RequestLost() implements Trouble {}

    /** Nothing is ever done or answered. */
    record Silence() implements Trouble {}

    /** This is answered, and nothing done. */
    record Answer(int status, Map<String, String> headers, String body) implements Trouble {}

    /** Something else happens just before it is done. */
    record Meanwhile(Runnable event) implements Trouble {}
  }

  private record Reply(int status, JsonNode body) {}

  ApiServer() throws IOException {
    this(HttpServer.create(anyPort(), 0));
  }

  /** Over TLS. */
  ApiServer(HttpsConfigurator tls) throws IOException {
    var https = HttpsServer.create(anyPort(), 0);
    https.setHttpsConfigurator(tls);
    this(https);
  }

  private ApiServer(HttpServer http) {
    this.http = http;
    http.createContext("/", this::handle);
    http.setExecutor(threads);
    http.start();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String url() {
    var scheme = http instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Lets this happen to the next request of the method, or the next but those already given. */
  synchronized void next(String method, Trouble trouble) {
    troubles.computeIfAbsent(method, _ -> new ArrayDeque<>()).add(trouble);
  }

  synchronized List<String> lines() {
    return requests.stream().map(Request::line).toList();
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  synchronized boolean has(String name) {
    return secrets.containsKey(name);
  }

  /** The Secret or ConfigMap as it is stored now. */
  synchronized ObjectNode secret(String name) {
    return Optional.ofNullable(secrets.get(name)).orElseThrow().deepCopy();
  }

  /** Somebody else changes what is stored. */
  synchronized void patch(String name, String json) {
    try {
      store(name, merged(secret(name), JSON.readTree(json)));
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** Somebody else puts a Secret in place of the present one, if any. */
  synchronized void put(String name, String json) {
    try {
      var secret = (ObjectNode) JSON.readTree(json);
      secret.put("apiVersion", "v1").put("kind", "Secret");
      secret.withObject("/metadata").put("name", name).put("namespace", "logging");
      store(name, secret);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = read(exchange);
      switch (noted(request).orElse(null)) {
        case null -> answer(exchange, done(request));
        case Trouble.AnswerLost() -> done(request);
        case Trouble.RequestLost() -> {}
        case Trouble.Silence() -> closing.await();
        case Trouble.Meanwhile(var event) -> {
          event.run();
          answer(exchange, done(request));
        }
        case Trouble.Answer(int status, var headers, var body) -> {
          headers.forEach(exchange.getResponseHeaders()::set);
          send(exchange, status, body);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        header(exchange, "Content-Type"),
        header(exchange, "Authorization"),
        body.length == 0 ? Optional.empty() : Optional.of(JSON.readTree(body)));
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private synchronized Optional<Trouble> noted(Request request) {
    requests.add(request);
    return Optional.ofNullable(troubles.get(request.method())).map(Queue::poll);
  }

  private synchronized Reply done(Request request) {
    var path = request.target().replaceFirst("\\?.*", "");
    if (path.startsWith(ACCOUNTS)) {
      return issued(path.substring(ACCOUNTS.length()), request);
    }
    var matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return status(404, "NotFound", "namespaces", "namespaces \"gone\" not found");
    }
    kind = matcher.group(1);
    var name = Optional.ofNullable(matcher.group(2)).orElse("");
    return switch (request.method()) {
      case "GET" -> get(name);
      case "POST" -> create((ObjectNode) request.body().orElseThrow());
      case "PATCH" -> patch(name, request);
      case "DELETE" -> delete(name, request);
      default -> status(405, "MethodNotAllowed", kind, "the server does not allow this");
    };
  }

  private Reply get(String name) {
    var secret = secrets.get(name);
    return secret == null
        ? status(404, "NotFound", kind, kind + " \"" + name + "\" not found")
        : new Reply(200, secret);
  }

  private Reply create(ObjectNode secret) {
    var name = secret.at("/metadata/name").asText();
    if (secrets.containsKey(name)) {
      return status(409, "AlreadyExists", kind, kind + " \"" + name + "\" already exists");
    }
    created.put(name, secret.deepCopy());
    return new Reply(201, store(name, secret));
  }

  /** A merge patch (RFC 7386), or an apply. */
  private Reply patch(String name, Request request) {
    if (!request.contentType().equals("application/merge-patch+json")) {
      return apply(name, request);
    }
    var patch = request.body().orElseThrow();
    var present = secrets.get(name);
    if (present == null) {
      return get(name);
    }
    if (!patch.at("/metadata/resourceVersion").equals(present.at("/metadata/resourceVersion"))) {
      return status(409, "Conflict", kind, "the object has been modified");
    }
    var patched = merged(present.deepCopy(), patch);
    withoutNulls(patched);
    return new Reply(200, store(name, patched));
  }

  private static void withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.removeIf(JsonNode::isNull);
      object.forEach(ApiServer::withoutNulls);
    }
  }

  private Reply delete(String name, Request request) {
    var present = secrets.get(name);
    if (present == null) {
      return get(name);
    }
    var wanted = request.body().orElseThrow().at("/preconditions/resourceVersion");
    if (!wanted.equals(present.at("/metadata/resourceVersion"))) {
      return status(409, "Conflict", kind, "the object has been modified");
    }
    secrets.remove(name);
    return new Reply(200, JSON.createObjectNode().put("kind", "Status").put("status", "Success"));
  }

  private Reply apply(String name, Request request) {
    var applied = request.body().orElseThrow();
    var present = secrets.get(name);
    if (!request.contentType().equals("application/apply-patch+yaml")) {
      return status(415, "UnsupportedMediaType", kind, "not an apply");
    }
    if (present == null) {
      return new Reply(201, store(name, applied.deepCopy()));
    }
    var version = applied.at("/metadata/resourceVersion").asText();
    if (!version.isEmpty() && !version.equals(present.at("/metadata/resourceVersion").asText())) {
      return status(409, "Conflict", kind, "the object has been modified");
    }
    if (present.path("immutable").asBoolean()) {
      return status(422, "Invalid", kind, "data: Forbidden: field is immutable");
    }
    var before = Optional.ofNullable(this.applied.put(name, applied));
    var left = present.deepCopy();
    before.ifPresent(old -> OWNED.forEach(map -> forsake(name, left, map, old, applied)));
    return new Reply(200, store(name, merged(left, applied)));
  }

  /** What a manager applied once and now leaves out goes, but for what it had created. */
  private void forsake(String name, ObjectNode present, String map, JsonNode before, JsonNode now) {
    var kept = created.getOrDefault(name, now).at(map);
    before
        .at(map)
        .fieldNames()
        .forEachRemaining(member -> {
          if (now.at(map).path(member).isMissingNode() && kept.path(member).isMissingNode()) {
            present.withObject(map).remove(member);
          }
        });
  }

  private Reply issued(String name, Request request) {
    var spec = request.body().map(body -> body.path("spec")).orElse(JSON.createObjectNode());
    if (!request.method().equals("POST") || !name.equals("shipper/token")) {
      return status(
          404, "NotFound", "serviceaccounts", "serviceaccounts \"" + name + "\" not found");
    }
    if (spec.path("expirationSeconds").asInt() < 600) {
      return status(422, "Invalid", "", "may not specify a duration less than 10 minutes");
    }
    var answer = (ObjectNode) request.body().orElseThrow().deepCopy();
    var text = "shipper-for-" + spec.at("/audiences/0").asText();
    answer
        .putObject("status")
        .put("token", text)
        .put("expirationTimestamp", "2026-01-01T13:00:00Z");
    return new Reply(201, answer);
  }

  private static ObjectNode merged(ObjectNode present, JsonNode applied) {
    applied
        .properties()
        .forEach(member -> {
          var old = present.get(member.getKey());
          var both = old instanceof ObjectNode && member.getValue().isObject();
          if (member.getValue().isNull()) {
            present.remove(member.getKey());
          } else {
            present.set(
                member.getKey(),
                both ? merged((ObjectNode) old, member.getValue()) : member.getValue());
          }
        });
    return present;
  }

  private synchronized ObjectNode store(String name, ObjectNode secret) {
    secret.withObject("/metadata").put("resourceVersion", Long.toString(++version));
    secrets.put(name, secret);
    return secret;
  }

  private static Reply status(int code, String reason, String kind, String message) {
    var status = JSON.createObjectNode().put("kind", "Status").put("apiVersion", "v1");
    status.put("status", "Failure").put("message", message).put("reason", reason).put("code", code);
    status.putObject("details").put("kind", kind);
    return new Reply(code, status);
  }

  private static void answer(HttpExchange exchange, Reply reply) throws IOException {
    send(exchange, reply.status(), reply.body().toString());
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    http.stop(0);
    threads.shutdownNow();
  }
}
