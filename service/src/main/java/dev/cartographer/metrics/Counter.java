package dev.cartographer.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A metric whose series only grow. */
final class Counter implements Metric {
  private final Family family;
  private final Map<List<String>, Series> all = new ConcurrentHashMap<>();

  private record Series(Head head, LongAdder count) {}

  Counter(Family family) {
    this.family = family;
  }

  /**
   * Shows a series before it has counted anything: Prometheus can't see the growth of one that it
   * meets for the first time.
   */
  Counter begin(String... values) {
    series(values);
    return this;
  }

  void increment(String... values) {
    add(1, values);
  }

  void add(long more, String... values) {
    series(values).count.add(more);
  }

  private Series series(String... values) {
    return all.computeIfAbsent(
        List.of(values), key -> new Series(family.head(key), new LongAdder()));
  }

  @Override
  public void write(Page page) {
    if (!all.isEmpty()) {
      page.introduce(family);
      all.values().forEach(series -> page.line(series.head, series.count.sum()));
    }
  }
}
