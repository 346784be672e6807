package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real agent with the configuration that Cartographer delivered for it. It scrapes a {@link
 * Counter} of its own every second, under its own name as the job.
 *
 * @param counter its last value is the number of samples
 */
record MetricAgent(String name, Counter counter, Tethered server) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static MetricAgent vmagent(Path programs, Path directory, Delivered delivered) {
    var counter = new Counter();
    put(directory.resolve("scrape/counter.yml"), "[" + job("vmagent", counter) + "]\n");
    var scrape = directory.resolve("scrape");
    put(directory.resolve("vmagent.yml"), delivered.moved("vmagent.yml", scrape));
    var command =
        List.of(
            programs.resolve("vmagent").toString(),
            "-promscrape.config=vmagent.yml",
            "-remoteWrite.url=" + delivered.moved("url", scrape),
            "-remoteWrite.bearerTokenFile=" + delivered.token(),
            "-remoteWrite.tmpDataPath=" + directory.resolve("buffer"),
            "-httpListenAddr=127.0.0.1:" + Tethered.freePort(),
            "-memory.allowedBytes=128MB");
    return started("vmagent", counter, directory, command);
  }

  /** Debian's is 2.42, a version too old to read scrape configurations of other files. */
  static MetricAgent prometheus(Path program, Path directory, Delivered delivered) {
    var counter = new Counter();
    var configuration = delivered.moved("prometheus.yml", directory);
    var here =
        configuration.replaceFirst(
            "scrape_config_files:\n.*\n", "scrape_configs: [" + job("prometheus", counter) + "]\n");
    put(directory.resolve("prometheus.yml"), here);
    var command =
        List.of(
            program.toString(),
            "--config.file=prometheus.yml",
            "--enable-feature=agent",
            "--storage.agent.path=" + directory.resolve("buffer"),
            "--web.listen-address=127.0.0.1:" + Tethered.freePort());
    return started("prometheus", counter, directory, command);
  }

  private static String job(String name, Counter counter) {
    return "{job_name: %s, scrape_interval: 1s, static_configs: [{targets: ['%s']}]}"
        .formatted(name, counter.address());
  }

  private static MetricAgent started(
      String name, Counter counter, Path directory, List<String> command) {
    var server = Tethered.start(name, directory, Map.of(), command);
    server.ready(PATIENCE, () -> counter.handedOut().length > 0);
    return new MetricAgent(name, counter, server);
  }

  private static void put(Path file, String text) {
    try {
      Files.createDirectories(file.resolveSibling("."));
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
