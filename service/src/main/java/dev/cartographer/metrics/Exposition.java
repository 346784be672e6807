package dev.cartographer.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All metrics of Cartographer, on their way to Prometheus.
 *
 * <p>A fleet of a thousand carriers has tens of thousands of series. Each keeps the text before its
 * value ready, so that an exposition copies bytes and formats numbers, and nothing else; and
 * whoever counts takes no lock that a reader holds.
 */
public final class Exposition {
  private final List<Metric> metrics = new CopyOnWriteArrayList<>();

  Counter counter(String name, String help, String... labels) {
    return added(new Counter(new Family(name, "counter", help, List.of(labels))));
  }

  Gauge gauge(String name, String help, String... labels) {
    return added(new Gauge(new Family(name, "gauge", help, List.of(labels))));
  }

  /** A gauge of a distribution, whose label {@code quantile} says which share a series is for. */
  Gauge quantiles(String name, String help, String... labels) {
    return added(new Gauge(new Family(name, "summary", help, List.of(labels))));
  }

  Histogram histogram(String name, String help, List<Double> bounds, String... labels) {
    return added(new Histogram(new Family(name, "histogram", help, List.of(labels)), bounds));
  }

  private <M extends Metric> M added(M metric) {
    metrics.add(metric);
    return metric;
  }

  /**
   * Writes every series as it stands.
   *
   * @param besides what others have to say in the same format, without an end of its own
   */
  public byte[] write(Format format, String besides) {
    var page = new Page(format);
    metrics.forEach(metric -> metric.write(page));
    page.text(besides);
    if (format == Format.OPENMETRICS) {
      page.text("# EOF\n");
    }
    return page.bytes();
  }
}
