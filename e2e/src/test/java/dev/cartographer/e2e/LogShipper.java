package dev.cartographer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * A log agent of our own, for want of a real one among Debian's packages: it numbers its lines,
 * writes them into chunk files, and posts chunk after chunk to a bulk endpoint. A chunk goes from
 * the disk when the service took all of it, and stays after any other answer.
 */
final class LogShipper implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path token;
  private final Path buffer;
  private final URI bulk;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong chunks = new AtomicLong();
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

  /**
   * Writes lines and ships them from now on.
   *
   * @param token file with the token, read at each post
   * @param buffer directory for the chunks; empty
   */
  LogShipper(Path token, Path buffer, URI bulk, int linesPerSecond) {
    this.token = token;
    this.buffer = buffer;
    this.bulk = bulk;
    var _ = clock.scheduleAtFixedRate(() -> write(linesPerSecond), 0, 1, TimeUnit.SECONDS);
    var _ = clock.scheduleWithFixedDelay(this::flush, 500, 500, TimeUnit.MILLISECONDS);
  }

  private void write(int count) {
    var chunk = new StringBuilder();
    for (var i = 0; i < count; i++) {
      chunk.append("{\"index\":{}}\n{\"line\":%d}\n".formatted(lines.incrementAndGet()));
    }
    try {
      var name = "chunk-%08d".formatted(chunks.incrementAndGet());
      var fresh = Files.writeString(buffer.resolve(name + ".new"), chunk);
      Files.move(fresh, buffer.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flush() {
    try (var files = Files.newDirectoryStream(buffer, "chunk-????????")) {
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
            .header("Authorization", "Bearer " + Files.readString(token))
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
