package dev.cartographer.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** A metric whose series count how long something took, by bounds in seconds. */
final class Histogram implements Metric {
  private final Family family;
  private final List<Double> bounds;
  private final Map<List<String>, Series> all = new ConcurrentHashMap<>();

  /** Counts by the bound they are within, the last one without. */
  private record Series(
      List<Head> heads, Head sumHead, Head countHead, List<LongAdder> counts, DoubleAdder sum) {}

  /**
   * A histogram without series.
   *
   * @param bounds in seconds, growing
   */
  Histogram(Family family, List<Double> bounds) {
    this.family = family;
    this.bounds = bounds;
  }

  void record(Duration took, String... values) {
    var series = all.computeIfAbsent(List.of(values), this::series);
    var seconds = took.toNanos() / 1e9;
    var within = 0;
    while (within < bounds.size() && seconds > bounds.get(within)) {
      within++;
    }
    series.counts.get(within).increment();
    series.sum.add(seconds);
  }

  private Series series(List<String> values) {
    var heads = new ArrayList<Head>();
    for (var bound : bounds) {
      heads.add(family.head("_bucket", values, List.of("le=\"" + bound + "\"")));
    }
    heads.add(family.head("_bucket", values, List.of("le=\"+Inf\"")));
    return new Series(
        List.copyOf(heads),
        family.head("_sum", values, List.of()),
        family.head("_count", values, List.of()),
        Stream.generate(LongAdder::new).limit(heads.size()).toList(),
        new DoubleAdder());
  }

  @Override
  public void write(Page page) {
    if (!all.isEmpty()) {
      page.introduce(family);
      all.values().forEach(series -> write(page, series));
    }
  }

  /** The count is the sum of what was just written, so that both agree whatever goes on. */
  private static void write(Page page, Series series) {
    var count = 0L;
    for (var i = 0; i < series.counts.size(); i++) {
      count += series.counts.get(i).sum();
      page.line(series.heads.get(i), count);
    }
    page.line(series.sumHead, series.sum.sum());
    page.line(series.countHead, count);
  }
}
