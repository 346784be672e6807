package dev.cartographer.e2e;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A demo that runs as a story and takes orders: Cartographer beside a region that can be broken.
 */
final class Stage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern METRICS = Pattern.compile("Metrics +(http://\\S+)");

  private final Path directory;
  private final Tethered demo;
  private final OutputStream orders;

  private Stage(Path directory, Tethered demo, OutputStream orders) {
    this.directory = directory;
    this.demo = demo;
    this.orders = orders;
  }

  /** Starts it, with the demo's options, and waits until every binding holds a token. */
  static Stage started(Path directory, String options) {
    try {
      var fifo = directory.resolve("orders").toString();
      if (new ProcessBuilder("mkfifo", fifo).start().waitFor() != 0) {
        throw new IllegalStateException("mkfifo made no " + fifo);
      }
      var line = "exec %s demo --data sandbox %s <orders".formatted(Launcher.program(), options);
      var demo = Tethered.start("demo", directory, Map.of(), List.of("sh", "-c", line));
      var stage = new Stage(directory, demo, new FileOutputStream(fifo));
      demo.ready(PATIENCE, () -> demo.log().contains("hold a token that the services accept"));
      return stage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the demo started", e);
    }
  }

  /** Has something happen, and waits until it has. */
  void order(String order) {
    var said = demo.log().length();
    try {
      orders.write((order + "\n").getBytes(StandardCharsets.UTF_8));
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Eventually.so(
        "the demo to do: " + order,
        Duration.ofSeconds(10),
        () -> demo.log().substring(said).lines().anyMatch(l -> l.contains("■") || l.contains("●")));
  }

  URI metrics() {
    var found = METRICS.matcher(demo.log());
    if (!found.find()) {
      throw new AssertionError("the demo does not say where its metrics are:\n" + demo.log());
    }
    return URI.create(found.group(1));
  }

  /** Everything that is written: configuration, secrets, delivered tokens, the log. */
  Path sandbox() {
    return directory.resolve("sandbox");
  }

  /** Cartographer's address. */
  String server() {
    var found = Pattern.compile("API +(http://[^/]+)").matcher(demo.log());
    if (!found.find()) {
      throw new AssertionError("the demo does not say where its API is:\n" + demo.log());
    }
    return found.group(1);
  }

  Launcher.Said ask(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", server(), "--data", sandbox().toString()));
    return Launcher.run(directory, all.toArray(String[]::new));
  }

  String log() {
    try {
      return Files.readString(sandbox().resolve("cartographer.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (orders) {
      demo.close();
    } catch (IOException e) {
      // Its other end is gone already.
    }
  }
}
