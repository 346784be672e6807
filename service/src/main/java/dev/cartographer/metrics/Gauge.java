package dev.cartographer.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** A metric whose series show how something stands; all of them are replaced together. */
final class Gauge implements Metric {
  private final Family family;
  private volatile Map<List<String>, Head> heads = Map.of();
  private volatile List<Series> all = List.of();

  private record Series(Head head, DoubleSupplier value) {}

  Gauge(Family family) {
    this.family = family;
  }

  /** Takes one series after another. */
  interface Rows {
    /**
     * Takes one.
     *
     * @param value is asked at each exposition
     */
    void add(DoubleSupplier value, String... labels);

    /** Takes one that stays as it is until all are replaced. */
    default void add(long value, String... labels) {
      add(() -> (double) value, labels);
    }
  }

  /** From now on there are these series and no others. */
  void replace(Consumer<Rows> rows) {
    var before = heads;
    var kept = new HashMap<List<String>, Head>(before.size());
    var series = new ArrayList<Series>(before.size());
    rows.accept((value, labels) -> {
      var key = List.of(labels);
      var known = before.get(key);
      var head = known == null ? family.head(key) : known;
      kept.put(key, head);
      series.add(new Series(head, value));
    });
    heads = kept;
    all = List.copyOf(series);
  }

  @Override
  public void write(Page page) {
    var now = all;
    if (!now.isEmpty()) {
      page.introduce(family);
      now.forEach(series -> page.line(series.head, series.value.getAsDouble()));
    }
  }
}
