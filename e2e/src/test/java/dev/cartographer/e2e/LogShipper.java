package dev.cartographer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log agent of our own, for want of a real one among Debian's packages. It has the habits of
 * Fluentd that matter here: it reads its token when it starts and when it is told to reload, and
 * never else; it answers that call before it has done so; its chunks lie on the disk until the
 * service took all of them. What it ships is numbered lines, to a bulk endpoint.
 */
final class LogShipper implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path token;
  private final Path buffer;
  private final URI bulk;
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile String bearer = "";
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong chunks = new AtomicLong();
  private final HttpServer rpc;
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

  /**
   * Writes lines and ships them from now on.
   *
   * @param token file with the token
   * @param buffer directory for the chunks; empty
   */
  LogShipper(Path token, Path buffer, URI bulk, int linesPerSecond) {
    this.token = token;
    this.buffer = buffer;
    this.bulk = bulk;
    this.rpc = rpc();
    load();
    var _ = clock.scheduleAtFixedRate(() -> write(linesPerSecond), 0, 1, TimeUnit.SECONDS);
    var _ = clock.scheduleWithFixedDelay(this::flush, 500, 500, TimeUnit.MILLISECONDS);
  }

  private HttpServer rpc() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/api/config.gracefulReload",
          exchange -> {
            var ok = "{\"ok\":true}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, ok.length);
            exchange.getResponseBody().write(ok);
            exchange.close();
            clock.execute(this::load);
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load() {
    try {
      bearer = Files.readString(token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is told to reload. */
  URI reload() {
    return URI.create(
        "http://127.0.0.1:" + rpc.getAddress().getPort() + "/api/config.gracefulReload");
  }

  private void write(int count) {
    var chunk = new StringBuilder();
    for (var i = 0; i < count; i++) {
      chunk.append("{\"index\":{}}\n{\"line\":%d}\n".formatted(lines.incrementAndGet()));
    }
    try {
      var name = "buffer.b%08x.log".formatted(chunks.incrementAndGet());
      var fresh = Files.writeString(buffer.resolve(name + ".new"), chunk);
      Files.move(fresh, buffer.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flush() {
    try (var files = Files.newDirectoryStream(buffer, "buffer.*.log")) {
      for (var chunk : files) {
        post(chunk);
      }
    } catch (IOException e) {
      statuses.add(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(Path chunk) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(bulk)
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-ndjson")
            .header("Authorization", "Bearer " + bearer)
            .POST(BodyPublishers.ofByteArray(Files.readAllBytes(chunk)))
            .build();
    var answer = http.send(request, BodyHandlers.ofString(UTF_8));
    statuses.add(answer.statusCode());
    if (answer.statusCode() == 200 && !Http.json(answer.body()).path("errors").asBoolean(true)) {
      Files.delete(chunk);
    }
  }

  /** Lines written so far. */
  long written() {
    return lines.get();
  }

  /** The status of every post so far; 0 where there was no answer. */
  List<Integer> statuses() {
    return List.copyOf(statuses);
  }

  /** Writes no more, and ends once everything is shipped. */
  @Override
  public void close() {
    rpc.stop(0);
    clock.shutdown();
    try {
      clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the last chunk was shipped", e);
    }
    Eventually.so(
        "the last chunk to be shipped",
        PATIENCE,
        () -> {
          flush();
          return empty();
        });
  }

  private boolean empty() {
    try (var files = Files.list(buffer)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
