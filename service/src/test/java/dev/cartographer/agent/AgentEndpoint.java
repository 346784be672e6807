package dev.cartographer.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An agent's endpoint on the loopback, as Fluentd or Fluent Bit has it. Each request is answered by
 * the next answer that was prepared for its method and path, the last of them again and again.
 */
final class AgentEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<Supplier<Answer>>> answers = new ConcurrentHashMap<>();

  /** What is answered; a status of 0 is no answer at all. */
  record Answer(int status, String body) {}

  AgentEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  AgentEndpoint on(String request, int status, String body) {
    return on(request, () -> new Answer(status, body));
  }

  AgentEndpoint on(String request, Supplier<Answer> answer) {
    answers.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(answer);
    return this;
  }

  /** Method, path, credential and body of every request, one a line. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    var request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    var credential = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(String.join(" ", request, credential == null ? "-" : credential, body).strip());
    var answer = next(request);
    if (answer == null) {
      exchange.sendResponseHeaders(404, -1);
    } else if (answer.status() != 0) {
      var bytes = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } else {
      return; // It hangs: whoever asks has to lose patience.
    }
    exchange.close();
  }

  private synchronized @Nullable Answer next(String request) {
    var prepared = answers.get(request);
    if (prepared == null) {
      return null;
    }
    return (prepared.size() > 1 ? prepared.removeFirst() : prepared.getFirst()).get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
