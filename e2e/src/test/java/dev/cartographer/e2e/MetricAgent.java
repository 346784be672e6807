package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real agent that scrapes a {@link Counter} of its own every second, under its own name as the
 * job, and writes it to the metrics service with the token in a file.
 */
record MetricAgent(String name, Counter counter, Tethered server) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static MetricAgent vmagent(Path programs, Path directory, URI write, Path token) {
    var counter = new Counter();
    put(directory.resolve("scrape.yml"), scrape("vmagent", counter));
    var command =
        List.of(
            programs.resolve("vmagent").toString(),
            "-promscrape.config=scrape.yml",
            "-remoteWrite.url=" + write,
            "-remoteWrite.bearerTokenFile=" + token,
            "-remoteWrite.tmpDataPath=" + directory.resolve("buffer"),
            "-httpListenAddr=127.0.0.1:" + Tethered.freePort(),
            "-memory.allowedBytes=128MB");
    return started("vmagent", counter, directory, command);
  }

  static MetricAgent prometheus(Path program, Path directory, URI write, Path token) {
    var counter = new Counter();
    put(
        directory.resolve("prometheus.yml"),
        scrape("prometheus", counter)
            + """
            remote_write:
              - url: %s
                authorization: {type: Bearer, credentials_file: %s}
            """
                .formatted(write, token));
    var command =
        List.of(
            program.toString(),
            "--config.file=prometheus.yml",
            "--enable-feature=agent",
            "--storage.agent.path=" + directory.resolve("buffer"),
            "--web.listen-address=127.0.0.1:" + Tethered.freePort());
    return started("prometheus", counter, directory, command);
  }

  private static String scrape(String job, Counter counter) {
    return """
    scrape_configs:
      - job_name: %s
        scrape_interval: 1s
        static_configs: [{targets: ['%s']}]
    """
        .formatted(job, counter.address());
  }

  private static MetricAgent started(
      String name, Counter counter, Path directory, List<String> command) {
    var server = Tethered.start(name, directory, Map.of(), command);
    server.ready(PATIENCE, () -> counter.handedOut().length > 0);
    return new MetricAgent(name, counter, server);
  }

  private static void put(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (counter) {
      server.close();
    }
  }
}
