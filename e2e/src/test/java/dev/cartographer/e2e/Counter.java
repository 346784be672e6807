package dev.cartographer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * A program with metrics whose one counter is higher by 1 at each scrape: every sample is told from
 * every other by its value, so that a lost and a doubled one can be seen.
 */
final class Counter implements AutoCloseable {
  static final String METRIC = "orders_total";

  private final AtomicLong scrapes = new AtomicLong();
  private final HttpServer server;

  Counter() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/metrics",
        exchange -> {
          var text =
              "# TYPE %1$s counter\n%1$s %2$d\n".formatted(METRIC, scrapes.incrementAndGet());
          exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, text.length());
          exchange.getResponseBody().write(text.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The values handed out so far: 1, 2, 3 and so on. */
  long[] handedOut() {
    return LongStream.rangeClosed(1, scrapes.get()).toArray();
  }

  /** From now on nobody gets a value. */
  @Override
  public void close() {
    server.stop(0);
  }
}
