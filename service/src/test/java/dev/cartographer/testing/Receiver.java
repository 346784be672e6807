package dev.cartographer.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cartographer.http.HttpEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service on this machine. It answers as its behaviour says, unless it was told to fail: then it
 * fails in that way once, before or after it has done what it was asked.
 */
public final class Receiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What it was asked. */
  public record Asked(String method, String target, Map<String, String> headers, String body) {

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException notJson) {
        return MissingNode.getInstance();
      }
    }

    public String path() {
      return target.split("\\?", 2)[0];
    }
  }

  /** What it answers. */
  public record Reply(int status, Map<String, String> headers, String body) {

    public static Reply json(int status, String body) {
      return new Reply(status, Map.of("Content-Type", "application/json"), body);
    }

    public static Reply text(int status, String body) {
      return new Reply(status, Map.of("Content-Type", "text/html"), body);
    }

    public Reply with(String header, String value) {
      var more = new TreeMap<>(headers);
      more.put(header, value);
      return new Reply(status, more, body);
    }
  }

  /** How it fails once. */
  private sealed interface Failure {
    record Answers(Reply reply) implements Failure {}

    /** It does what it was asked, and hangs up before it says so. */
    record HangsUpAfterwards() implements Failure {}
  }

  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Failure> failures = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<Asked, Reply> behaviour;
  private final HttpServer server;

  public Receiver(Function<Asked, Reply> behaviour) {
    this.behaviour = behaviour;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  public HttpEndpoint at(String path) {
    return HttpEndpoint.of("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  public HttpEndpoint at() {
    return at("");
  }

  /** Everything that arrived, whatever was answered. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** Those that arrived by this method. */
  public List<Asked> asked(String method) {
    return asked().stream().filter(a -> a.method().equals(method)).toList();
  }

  public synchronized void failNext(Reply... replies) {
    for (var reply : replies) {
      failures.add(new Failure.Answers(reply));
    }
  }

  public synchronized void hangUpAfterTheNext() {
    failures.add(new Failure.HangsUpAfterwards());
  }

  private void serve(HttpExchange exchange) throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var request =
        new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
    asked.add(request);
    answer(exchange, request);
  }

  private void answer(HttpExchange exchange, Asked request) throws IOException {
    switch (nextFailure()) {
      case Failure.Answers(var reply) -> send(exchange, reply);
      case Failure.HangsUpAfterwards() -> {
        var _ = behaviour.apply(request);
        exchange.sendResponseHeaders(200, 1_000);
        exchange.close();
      }
      case null -> send(exchange, behaviour.apply(request));
    }
  }

  private synchronized @Nullable Failure nextFailure() {
    return failures.poll();
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
