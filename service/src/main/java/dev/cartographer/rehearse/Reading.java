package dev.cartographer.rehearse;

import dev.cartographer.rehearse.Report.Runway;
import dev.cartographer.rehearse.Report.Timeline;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the trace of a whole fleet. Pure. */
final class Reading {
  private static final double MILLIS = 1000;
  private static final int MINUTE = 60;
  private static final double EXACT = 10_000;

  private final Scenario scenario;
  private final Trace trace;
  private final long[] dark;

  private Reading(Scenario scenario, Trace trace) {
    this.scenario = scenario;
    this.trace = trace;
    this.dark = Arrays.stream(trace.darker(), 0, scenario.seconds()).asLongStream().toArray();
    Arrays.parallelPrefix(dark, Long::sum);
  }

  static Report of(Scenario scenario, Played fleet) {
    return new Reading(scenario, fleet.trace()).report(fleet);
  }

  private Report report(Played fleet) {
    var lifetimes = scenario.seconds() / (double) scenario.ttl().toSeconds();
    return new Report(
        new Playbill(scenario).command(),
        trace.ended(),
        Math.round(trace.darkMillis() / MILLIS),
        Arrays.stream(dark).max().orElse(0),
        firstDark(),
        scenario.whole().isPresent() ? fleet.avoidable() : trace.ended(),
        Math.max(0, fleet.beyondOptimum() - fleet.avoidable()),
        sinceOutage(fleet.seenAt()),
        sinceOutage(fleet.drainedAt()),
        Arrays.stream(trace.requests().peaks()).max().orElse(0),
        rounded(
            Arrays.stream(trace.requests().perMinute()).sum()
                / (double) scenario.seconds()
                / scenario.regions()),
        finite(trace.amplification()),
        peakToMean(),
        rounded(trace.iamRequests() / (2.0 * scenario.clusters()) / lifetimes),
        trace.renewed(),
        rounded(trace.leastLeft() / (double) scenario.ttl().toMillis()),
        timeline());
  }

  private @Nullable Long firstDark() {
    var start = scenario.outages().stream().mapToLong(o -> o.start().toSeconds()).min().orElse(0);
    var first = IntStream.range(0, dark.length).filter(second -> dark[second] > 0).findFirst();
    return first.isPresent() ? first.getAsInt() - start : null;
  }

  private @Nullable Double sinceOutage(long at) {
    return at < 0
        ? null
        : scenario.whole().map(o -> (at - o.end().toMillis()) / MILLIS).orElse(null);
  }

  private @Nullable Double peakToMean() {
    var last =
        scenario.outages().stream()
            .map(PlannedOutage::end)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    var from = Math.toIntExact(last.plus(scenario.ttl().multipliedBy(2)).toMinutes()) + 1;
    var until = scenario.seconds() / MINUTE;
    if (from >= until) {
      return null;
    }
    var minutes = Arrays.copyOfRange(trace.renewals().perMinute(), from, until);
    var mean = Arrays.stream(minutes).average().orElse(0);
    return finite(Arrays.stream(minutes).max().orElse(0) / mean);
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? rounded(number) : null;
  }

  private static double rounded(double number) {
    return Math.round(number * EXACT) / EXACT;
  }

  private Timeline timeline() {
    var seconds = scenario.secondsOfStep();
    var steps = (scenario.seconds() + seconds - 1) / seconds;
    return new Timeline(
        seconds,
        Arrays.stream(trace.runway()).limit(steps).map(Reading::runway).toList(),
        IntStream.range(0, steps).mapToObj(step -> peakDark(step * seconds, seconds)).toList(),
        Arrays.stream(trace.requests().peaks()).limit(steps).boxed().toList());
  }

  private Long peakDark(int from, int seconds) {
    return Arrays.stream(dark, from, Math.min(dark.length, from + seconds)).max().orElse(0);
  }

  private static Runway runway(int[] classes) {
    return new Runway(
        share(classes, 0), share(classes, 0.1), share(classes, 0.5), share(classes, 0.9));
  }

  private static double share(int[] classes, double share) {
    var wanted = Math.max(1, share * Arrays.stream(classes).asLongStream().sum());
    var sum = 0L;
    for (var left = 0; left < classes.length; left++) {
      sum += classes[left];
      if (sum >= wanted) {
        return (double) left / Trace.CLASSES;
      }
    }
    return 1;
  }
}
