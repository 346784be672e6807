package dev.cartographer.evidence;

import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static dev.cartographer.fault.Dependency.METRICS;

import dev.cartographer.evidence.ExchangeBook.Summed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case.Circumstance;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * When each dependency began to fail, as the minutes of its exchanges tell. Pure.
 *
 * @param began only of those that fail now
 */
record Onsets(Map<Dependency, Instant> began) {
  private static final Duration TOGETHER = Duration.ofMinutes(2);
  private static final Duration LONGEST_GAP = Duration.ofMinutes(15);

  static Onsets of(List<Summed> minutes, Thresholds thresholds, Instant now) {
    var series = new EnumMap<Dependency, TreeMap<Instant, Tally>>(Dependency.class);
    for (var minute : minutes) {
      series
          .computeIfAbsent(minute.dependency(), _ -> new TreeMap<>())
          .merge(minute.minute(), minute.tally(), Tally::plus);
    }
    var began = new EnumMap<Dependency, Instant>(Dependency.class);
    series.forEach((dependency, all) ->
        began(new Series(all), thresholds, now).ifPresent(at -> began.put(dependency, at)));
    return new Onsets(began);
  }

  /** The first of the failing minutes that reach without a good one to now. */
  private static Optional<Instant> began(Series series, Thresholds thresholds, Instant now) {
    var began = Optional.<Instant>empty();
    var later = now.minus(thresholds.window()).plus(LONGEST_GAP);
    var failures = 0L;
    for (var minute : series.minutes().descendingMap().entrySet()) {
      var tally = minute.getValue();
      if (tally.attempts() == 0) {
        continue;
      }
      var joined = Duration.between(minute.getKey(), later).compareTo(LONGEST_GAP) <= 0;
      if (!joined || tally.share() < thresholds.share()) {
        break;
      }
      failures += tally.failures();
      later = minute.getKey();
      began = Optional.of(later);
    }
    return failures >= thresholds.failures() ? began : Optional.empty();
  }

  /** When the first of them began. */
  Optional<Instant> first() {
    return began.values().stream().min(Instant::compareTo);
  }

  /** What of their order matters to a verdict; a minute's difference is none. */
  Set<Circumstance> circumstances() {
    var found = EnumSet.noneOf(Circumstance.class);
    var logging = began.get(LOGGING);
    var metrics = began.get(METRICS);
    if (logging != null
        && metrics != null
        && Duration.between(logging, metrics).abs().compareTo(TOGETHER) <= 0) {
      found.add(Circumstance.SAME_ONSET);
    }
    if (beforeIam(LOGGING)) {
      found.add(Circumstance.LOGGING_BEFORE_IAM);
    }
    if (beforeIam(METRICS)) {
      found.add(Circumstance.METRICS_BEFORE_IAM);
    }
    return found;
  }

  private boolean beforeIam(Dependency service) {
    var ours = began.get(service);
    var iam = began.get(IAM);
    return ours != null && iam != null && !ours.plus(TOGETHER).isAfter(iam);
  }
}
