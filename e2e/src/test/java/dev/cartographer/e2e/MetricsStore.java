package dev.cartographer.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** VictoriaMetrics on one machine, as the metrics service. It knows no tokens. */
final class MetricsStore implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Tethered server;
  private final URI address;
  private final Http http = new Http();

  private MetricsStore(Tethered server, URI address) {
    this.server = server;
    this.address = address;
  }

  static MetricsStore start(Path programs, Path directory) {
    var port = Tethered.freePort();
    var command =
        List.of(
            programs.resolve("victoria-metrics").toString(),
            "-storageDataPath=" + directory.resolve("store"),
            "-httpListenAddr=127.0.0.1:" + port,
            "-memory.allowedBytes=128MB");
    var address = URI.create("http://127.0.0.1:" + port);
    var store =
        new MetricsStore(Tethered.start("victoria-metrics", directory, Map.of(), command), address);
    store.server.ready(
        PATIENCE, () -> store.http.status(address.resolve("/health"), "").orElse(0) == 200);
    return store;
  }

  URI address() {
    return address;
  }

  /**
   * Every stored value of a job's counter, in the order of time, marks of its end aside.
   *
   * @param team the label that all of them must have
   */
  long[] values(String job, String team) {
    var what = "/api/v1/export?match[]=%s{job=\"%s\"}".formatted(Counter.METRIC, job);
    var query = what.replace("[", "%5B").replace("]", "%5D").replace("{", "%7B");
    var lines = http.text(address.resolve(query.replace("}", "%7D").replace("\"", "%22")));
    return lines
        .lines()
        .map(Http::json)
        .filter(series -> series.at("/metric/team").asText().equals(team))
        .flatMap(series -> StreamSupport.stream(series.path("values").spliterator(), false))
        .filter(value -> value.isNumber())
        .mapToLong(value -> value.asLong())
        .toArray();
  }

  @Override
  public void close() {
    server.close();
  }
}
