package dev.cartographer.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on 127.0.0.1 that can be broken and healed while it runs. It keeps its port, also
 * when it did not listen for a while.
 */
public final class SandboxServer implements AutoCloseable {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final long LONGEST_HANG_SECONDS = 30;

  static {
    // Head and body of an answer are two packets: with Nagle's algorithm the second waits 40 ms for
    // the delayed acknowledgement of the first. The server reads this once, when it is loaded.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Answers the requests of one path. */
  @FunctionalInterface
  interface Handler {
    Reply answer(Asked asked);
  }

  private record Outage(Breakage how, Predicate<Asked> whom, CountDownLatch over) {}

  private static final String HEALTH = "/health";

  private final Map<String, Handler> handlers;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;
  private @Nullable HttpServer listening;
  private volatile @Nullable Outage outage;

  private SandboxServer(Map<String, Handler> handlers) {
    this.handlers = Map.copyOf(handlers);
    try {
      this.port = Ports.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.listening = listen();
  }

  /**
   * Starts a server on a free port.
   *
   * @param handlers by path; every other path but that of its health is answered 404
   */
  static SandboxServer start(Map<String, Handler> handlers) {
    return new SandboxServer(handlers);
  }

  /** Where a path is found. */
  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Where it says that it is well, as long as it is. */
  URI health() {
    return at(HEALTH);
  }

  /** From now on it fails in this way, and in no other. */
  public synchronized void breakDown(Breakage how) {
    heal();
    outage = new Outage(how, _ -> true, new CountDownLatch(1));
    if (how == Breakage.REFUSING) {
      stopListening();
    }
  }

  /** From now on it answers 503 to these requests, and the others as ever. */
  synchronized void failFor(Predicate<Asked> whom) {
    heal();
    outage = new Outage(Breakage.UNAVAILABLE, whom, new CountDownLatch(1));
  }

  /** From now on it works; whoever still waits is answered. */
  public synchronized void heal() {
    var over = outage;
    outage = null;
    if (over != null) {
      over.over().countDown();
    }
    if (listening == null) {
      listening = listen();
    }
  }

  @Override
  public synchronized void close() {
    var over = outage;
    if (over != null) {
      over.over().countDown();
    }
    stopListening();
    threads.shutdownNow();
  }

  private HttpServer listen() {
    try {
      var server = HttpServer.create(new InetSocketAddress(HERE, port), 0);
      server.setExecutor(threads);
      server.createContext("/", this::serve);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("a sandbox server can't listen on 127.0.0.1:" + port, e);
    }
  }

  private void stopListening() {
    var server = listening;
    listening = null;
    if (server != null) {
      server.stop(0);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var asked = Asked.in(exchange);
      var broken = outage;
      if (asked.isEmpty()) {
        send(exchange, Reply.text(413, "at most 1 MiB"));
      } else if (broken == null || !broken.whom().test(asked.orElseThrow())) {
        send(exchange, handled(asked.orElseThrow()));
      } else {
        var reply = failing(asked.orElseThrow(), broken);
        if (reply.isPresent()) {
          send(exchange, reply.orElseThrow());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply handled(Asked asked) {
    if (asked.path().equals(HEALTH)) {
      return Reply.text(200, "well");
    }
    var handler = handlers.get(asked.path());
    return handler == null ? Reply.text(404, "nothing is here") : handler.answer(asked);
  }

  /** Empty: the connection is closed without a word. */
  private Optional<Reply> failing(Asked asked, Outage broken) throws InterruptedException {
    return switch (broken.how()) {
      case UNAVAILABLE -> Optional.of(Reply.text(503, "no healthy upstream"));
      case THROTTLING -> Optional.of(Reply.text(429, "too many requests").with("Retry-After", "1"));
      case BABBLING ->
          Optional.of(
              new Reply(
                  200,
                  Map.of("Content-Type", "text/html"),
                  "<!doctype html><title>Welcome</title><h1>It works</h1>"));
      case REFUSING -> Optional.empty();
      case HANGING -> {
        var _ = broken.over().await(LONGEST_HANG_SECONDS, TimeUnit.SECONDS);
        yield Optional.of(handled(asked));
      }
    };
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    var body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
