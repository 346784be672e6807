package dev.cartographer.rehearse;

import dev.cartographer.rehearse.Report.Runway;
import dev.cartographer.rehearse.Report.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the trace of a whole fleet. Pure. */
final class Reading {
  private static final double MILLIS = 1000;
  private static final int MINUTE = 60;

  private final Scenario scenario;
  private final Trace trace;
  private final int[] requests;
  private final long[] dark;

  private Reading(Scenario scenario, Trace trace) {
    this.scenario = scenario;
    this.trace = trace;
    this.requests = Arrays.copyOf(trace.asked(scenario.watched()), scenario.seconds());
    this.dark = new long[scenario.seconds()];
    var sum = 0L;
    for (var second = 0; second < dark.length; second++) {
      sum += trace.darker()[second];
      dark[second] = sum;
    }
  }

  static Report of(Scenario scenario, Trace trace) {
    return new Reading(scenario, trace).report();
  }

  private Report report() {
    return new Report(
        trace.expiries(),
        Math.round(trace.darkMillis() / MILLIS),
        Arrays.stream(dark).max().orElse(0),
        firstDark(),
        trace.avoidable(),
        sinceOutage(trace.seenAt()),
        sinceOutage(trace.drainedAt()),
        Arrays.stream(requests).max().orElse(0),
        mean(0, requests.length),
        amplification(),
        peakToMean(),
        (double) trace.asks() / trace.renewals(),
        trace.renewals(),
        trace.leastLeft() / (double) scenario.ttl().toMillis(),
        new Timeline(
            runway(), steps(dark), steps(Arrays.stream(requests).asLongStream().toArray())));
  }

  private Optional<Long> firstDark() {
    var start = start();
    return IntStream.range(0, dark.length)
        .filter(second -> dark[second] > 0)
        .mapToObj(second -> second - start)
        .findFirst();
  }

  private long start() {
    return scenario.outages().stream().mapToLong(o -> o.start().toSeconds()).min().orElse(0);
  }

  private Optional<Double> sinceOutage(long at) {
    return scenario
        .whole()
        .filter(_ -> at >= 0)
        .map(outage -> (at - outage.end().toMillis()) / MILLIS);
  }

  private double mean(int from, int until) {
    return Arrays.stream(requests, from, until).average().orElse(0);
  }

  /** What is normal is the mean before the first outage. */
  private Optional<Double> amplification() {
    var mine =
        scenario.outages().stream().filter(o -> o.dependency() == scenario.watched()).toList();
    var normal = mean(0, Math.toIntExact(Math.max(1, start())));
    return normal == 0
        ? Optional.empty()
        : mine.stream()
            .map(o -> mean((int) o.start().toSeconds(), (int) o.end().toSeconds()) / normal)
            .max(Double::compare);
  }

  private Optional<Double> peakToMean() {
    var quiet =
        scenario.outages().stream()
            .map(PlannedOutage::end)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO)
            .plus(scenario.ttl().multipliedBy(2));
    var from = Math.toIntExact(quiet.toSeconds());
    var minutes = (requests.length - from) / MINUTE;
    if (minutes < 1) {
      return Optional.empty();
    }
    var peak =
        IntStream.range(0, minutes)
            .mapToDouble(m -> mean(from + m * MINUTE, from + (m + 1) * MINUTE))
            .max();
    return Optional.of(peak.orElse(0) / mean(from, from + minutes * MINUTE));
  }

  private static List<Long> steps(long[] seconds) {
    var steps = new ArrayList<Long>();
    for (var from = 0; from < seconds.length; from += Trace.SAMPLE_SECONDS) {
      var until = Math.min(seconds.length, from + Trace.SAMPLE_SECONDS);
      steps.add(Arrays.stream(seconds, from, until).max().orElse(0));
    }
    return steps;
  }

  private List<Runway> runway() {
    return Arrays.stream(trace.runway()).limit(steps(dark).size()).map(Reading::runway).toList();
  }

  private static Runway runway(int[] classes) {
    return new Runway(share(classes, 0), share(classes, 0.1), share(classes, 0.5));
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
