package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Cartographer server in a directory of its own: {@code cartographer.yaml}, {@code secrets},
 * {@code data}, {@code cartographer.log}.
 */
final class Product implements AutoCloseable {
  /** The first start may have to build. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path directory;
  private final int port = Tethered.freePort();
  private final int managementPort = Tethered.freePort();
  private final Http http = new Http();
  private Optional<Tethered> server = Optional.empty();

  /** Nothing runs before {@link #start()}. */
  Product(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** Writes a file below the secrets directory. */
  void secret(String name, String text) {
    write("secrets/" + name, text);
  }

  /**
   * Writes the configuration: where its files and ports are, and what else the test says.
   *
   * @param rest lines below {@code cartographer:}, indented by two
   */
  void configure(String rest) {
    write(
        "cartographer.yaml",
        """
        cartographer:
          data: %s
          secrets-directory: %s
          http: {host: 127.0.0.1, port: %d}
          management: {host: 127.0.0.1, port: %d}
        %s\
        """
            .formatted(data(), directory.resolve("secrets"), port, managementPort, rest));
  }

  void write(String name, String text) {
    try {
      var file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server, on what an earlier one left if there was one. */
  void start() {
    var config = directory.resolve("cartographer.yaml").toString();
    var command = List.of(Launcher.program(), "serve", "--config", config);
    var started = Tethered.start("cartographer", directory, Map.of(), command);
    server = Optional.of(started);
    var ready = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
    started.ready(PATIENCE, () -> http.status(ready, "").orElse(0) == 200);
  }

  /** Ends the server as {@code kill -9} does; its database's processes are left as they are. */
  void kill() {
    server.orElseThrow().kill();
  }

  /** Halts the server as {@code kill -STOP} does. */
  void halt() {
    server.orElseThrow().halt();
  }

  /** Lets it go on after a halt. */
  void goOn() {
    server.orElseThrow().goOn();
  }

  /** The sum of a metric over its labels, as the management port tells it now. */
  double metric(String name) {
    var metrics = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
    return http.text(metrics)
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Runs a client command against this server. */
  Launcher.Said ask(String... arguments) {
    var all =
        Stream.concat(
            Stream.of(arguments),
            Stream.of("--server", "http://127.0.0.1:" + port, "--data", data().toString()));
    return Launcher.run(directory, all.toArray(String[]::new));
  }

  /**
   * Asks the API.
   *
   * @param path below {@code /api/v1}
   */
  JsonNode api(String path) {
    var uri = URI.create("http://127.0.0.1:" + port + "/api/v1" + path);
    return http.get(uri, token()).good();
  }

  /**
   * Sends something to the API.
   *
   * @param path below {@code /api/v1}
   */
  Http.Answer post(String path, JsonNode body) {
    var uri = URI.create("http://127.0.0.1:" + port + "/api/v1" + path);
    return http.send("POST", uri, token(), body);
  }

  private String token() {
    try {
      return Files.readString(data().resolve("api-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the API is. */
  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private Path data() {
    return directory.resolve("data");
  }

  /** Ends the server, and the database of one that was killed. */
  @Override
  public void close() {
    server.ifPresent(Tethered::close);
    leftBehind().ifPresent(ProcessHandle::destroy);
  }

  private Optional<ProcessHandle> leftBehind() {
    var pidFile = data().resolve("postgres/data/postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(pidFile)) {
      return lines
          .findFirst()
          .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
          .filter(p -> p.info().command().filter(c -> c.endsWith("/postgres")).isPresent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
