package dev.cartographer.evidence;

import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** A server on this machine that answers paths as it is told, and a client that may ask it. */
final class Pages implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  /** An answer, with no other headers than these. */
  record Reply(int status, Map<String, String> headers, String body) {
    static Reply json(String body) {
      return new Reply(200, Map.of("Content-Type", "application/json"), body);
    }

    static Reply of(int status) {
      return new Reply(status, Map.of(), "");
    }
  }

  final MutableClock clock = new MutableClock(NOON);
  final Vertx vertx = Vertx.vertx();
  final Fetch fetch = fetch(List.of(Network.of("127.0.0.0/8")), Fetch.Names.SYSTEM);
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final HttpServer server =
      vertx
          .createHttpServer()
          .requestHandler(this::handle)
          .listen(0, "127.0.0.1")
          .toCompletionStage()
          .toCompletableFuture()
          .join();

  Fetch fetch(List<Network> allowed, Fetch.Names names) {
    return new Fetch(vertx, clock, new AddressRules(allowed), names, Optional.empty());
  }

  int port() {
    return server.actualPort();
  }

  WebAddress address(String path) {
    return WebAddress.of("http://127.0.0.1:" + port() + path);
  }

  /** Shows the token {@code sesame}. */
  Web web(String path) {
    var token = Optional.<SecretRef>of(new SecretRef.Inline(new SecretText("sesame")));
    return new Web(address(path), token, _ -> new SecretText("sesame"), fetch);
  }

  void answers(String path, Reply reply) {
    replies.put(path, reply);
  }

  /** What was asked: method, path with query, and the token. */
  List<String> asked() {
    return new ArrayList<>(asked);
  }

  Instant deadline() {
    return clock.instant().plus(Duration.ofSeconds(20));
  }

  private void handle(HttpServerRequest request) {
    asked.add(request.method() + " " + request.uri() + " " + request.getHeader("Authorization"));
    var reply = replies.getOrDefault(request.path(), Reply.of(404));
    var response = request.response().setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    var _ = response.end(reply.body());
  }

  @Override
  public void close() {
    fetch.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
