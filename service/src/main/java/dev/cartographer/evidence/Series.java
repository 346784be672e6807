package dev.cartographer.evidence;

import static java.util.stream.Collectors.groupingBy;

import dev.cartographer.verdict.Findings.Exchanges;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Steps of exchanges with one dependency, minute by minute. */
record Series(NavigableMap<Instant, Tally> minutes) {
  private static final Series NONE = new Series(new TreeMap<>());

  /** What a series says: by the newest minutes that suffice to say something. */
  record Read(Exchanges value, Tally tally, Instant from) {}

  static Series of(List<ExchangeCount> counts) {
    var minutes = new TreeMap<Instant, Tally>();
    counts.stream()
        .collect(groupingBy(c -> c.key().minute()))
        .forEach((minute, same) -> minutes.put(minute, Tally.of(same)));
    return new Series(minutes);
  }

  static Series sum(Collection<Series> all) {
    return all.stream().reduce(NONE, Series::plus);
  }

  Series plus(Series other) {
    var both = new TreeMap<>(minutes);
    other.minutes.forEach((minute, tally) -> both.merge(minute, tally, Tally::plus));
    return new Series(both);
  }

  Series map(UnaryOperator<Tally> each) {
    var mapped = new TreeMap<Instant, Tally>();
    minutes.forEach((minute, tally) -> mapped.put(minute, each.apply(tally)));
    return new Series(mapped);
  }

  Tally sum() {
    return minutes.values().stream().reduce(Tally.NONE, Tally::plus);
  }

  Series since(Instant from) {
    return new Series(minutes.tailMap(from, true));
  }

  /**
   * How exchanges go now. Minutes are added up from the newest on, until they suffice: while a
   * dependency fails it is asked a few times a minute instead of hundreds, and the successes of
   * five minutes ago would drown these few.
   */
  Read read(Thresholds thresholds) {
    var sum = Tally.NONE;
    for (var minute : minutes.descendingMap().entrySet()) {
      sum = sum.plus(minute.getValue());
      var value = sum.read(thresholds);
      if (value != Exchanges.NO_DATA) {
        return new Read(value, sum, minute.getKey());
      }
    }
    return new Read(Exchanges.NO_DATA, sum, minutes.isEmpty() ? Instant.MAX : minutes.firstKey());
  }
}
