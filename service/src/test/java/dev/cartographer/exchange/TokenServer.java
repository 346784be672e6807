package dev.cartographer.exchange;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A token endpoint on this machine that answers as it is told and remembers what it was asked. */
final class TokenServer implements AutoCloseable {

  /** What it was asked. */
  record Received(String method, String path, Map<String, String> headers, String body) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    Map<String, String> form() {
      var form = new TreeMap<String, String>();
      for (var pair : body.split("&", -1)) {
        var parts = pair.split("=", 2);
        form.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
      }
      return form;
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /** What it answers; each character of the body is one byte. */
  record Reply(int status, Map<String, String> headers, String body) {

    static Reply json(int status, String body) {
      return of(status, "application/json", body);
    }

    static Reply of(int status, String contentType, String body) {
      return new Reply(status, Map.of("Content-Type", contentType), body);
    }

    Reply with(String header, String value) {
      var more = new TreeMap<>(headers);
      more.put(header, value);
      return new Reply(status, more, body);
    }
  }

  static {
    // Else this server's head and body travel apart, and each answer waits 40 ms for Nagle.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile Function<Received, Reply> behaviour;

  TokenServer(Function<Received, Reply> behaviour) {
    this.behaviour = behaviour;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  void answers(Function<Received, Reply> other) {
    behaviour = other;
  }

  void answers(Reply reply) {
    behaviour = _ -> reply;
  }

  TokenEndpoint endpoint() {
    return TokenEndpoint.of("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  List<Received> received() {
    return new ArrayList<>(received);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var asked =
          new Received(
              exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers, body);
      received.add(asked);
      send(exchange, behaviour.apply(asked));
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    var bytes = reply.body().getBytes(StandardCharsets.ISO_8859_1);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
