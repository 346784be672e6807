package dev.cartographer.rehearse;

import static java.util.Objects.requireNonNull;

import dev.cartographer.fault.Dependency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was seen of one region, or of the whole fleet: counts by second, and sums. */
final class Trace {
  /** How often the runway is looked at. */
  static final int SAMPLE_SECONDS = 300;

  /** Into how many classes a lifetime is divided; those of class 0 are dark. */
  static final int CLASSES = 400;

  /** The dependencies that a rehearsal has. */
  static final List<Dependency> ASKED =
      List.of(Dependency.IAM, Dependency.LOGGING, Dependency.METRICS);

  private static final long MILLIS = 1000;

  private final Map<Dependency, int[]> asked = new EnumMap<>(Dependency.class);
  private final int[] darker;
  private final int[][] runway;
  private long asks;
  private long renewals;
  private long expiries;
  private long expiriesOnceSeen;
  private long darkMillis;
  private long leastLeft = Long.MAX_VALUE;
  private long drained = -1;
  private long seen = -1;
  private long unavoidable;
  private final int[] made;

  Trace(Scenario scenario) {
    var seconds = scenario.seconds() + 2;
    for (var dependency : ASKED) {
      asked.put(dependency, new int[seconds]);
    }
    this.darker = new int[seconds];
    this.made = new int[seconds];
    this.runway = new int[seconds / SAMPLE_SECONDS + 1][CLASSES + 1];
  }

  void asked(Dependency dependency, long now) {
    asked(dependency)[second(now)]++;
    if (dependency == Dependency.IAM) {
      asks++;
    }
  }

  private static int second(long millis) {
    return Math.toIntExact(millis / MILLIS);
  }

  /** A token was put in the place of one that ends, or ended, at {@code endsAt}. */
  void renewed(long endsAt, long now) {
    renewals++;
    leastLeft = Math.min(leastLeft, endsAt - now);
    if (endsAt < now) {
      dark(endsAt, now);
    }
  }

  /** One binding was without a working token from then to now. */
  void dark(long from, long now) {
    expiries++;
    darkMillis += now - from;
    darker[second(from)]++;
    darker[second(now)]--;
    if (seen >= 0 && from > seen) {
      expiriesOnceSeen++;
    }
  }

  /** The dependency answers again after its outage. */
  void seen(long now) {
    seen = now;
  }

  /** The dependency made a token once its outage was seen to be over. */
  void made(long now) {
    made[second(now)]++;
  }

  /** So many tokens would have ended in any order. */
  void compareWith(Optimum optimum) {
    unavoidable = optimum.missed(made);
  }

  boolean seen() {
    return seen >= 0;
  }

  void drained(long now) {
    drained = now;
  }

  boolean drained() {
    return drained >= 0;
  }

  void sample(long now, long[] endsAt, long ttl) {
    var classes = runway[second(now) / SAMPLE_SECONDS];
    for (var end : endsAt) {
      var left = Math.max(0, end - now);
      classes[(int) Math.min(CLASSES, (left * CLASSES + ttl - 1) / ttl)]++;
    }
  }

  /** Adds what was seen elsewhere at the same time. */
  void add(Trace other) {
    asked.forEach((dependency, counts) -> add(counts, other.asked(dependency)));
    add(darker, other.darker);
    for (var i = 0; i < runway.length; i++) {
      add(runway[i], other.runway[i]);
    }
    asks += other.asks;
    renewals += other.renewals;
    expiries += other.expiries;
    expiriesOnceSeen += other.expiriesOnceSeen;
    darkMillis += other.darkMillis;
    leastLeft = Math.min(leastLeft, other.leastLeft);
    drained = Math.max(drained, other.drained);
    seen = Math.max(seen, other.seen);
    unavoidable += other.unavoidable;
  }

  private static void add(int[] sum, int[] more) {
    for (var i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  /** Requests to one dependency in each second. */
  int[] asked(Dependency dependency) {
    return requireNonNull(asked.get(dependency), "only three dependencies are asked");
  }

  /** By how many bindings more are dark in each second than in the one before. */
  int[] darker() {
    return darker;
  }

  /** For each sample, how many bindings are in each class of what is left of their token. */
  int[][] runway() {
    return runway;
  }

  long asks() {
    return asks;
  }

  long renewals() {
    return renewals;
  }

  long expiries() {
    return expiries;
  }

  long avoidable() {
    return seen < 0 ? expiries : Math.max(0, expiriesOnceSeen - unavoidable);
  }

  long darkMillis() {
    return darkMillis;
  }

  /** The least that was left of a token when it was renewed, in ms; below zero of an ended one. */
  long leastLeft() {
    return leastLeft;
  }

  /** When nobody was left to be served after the outage; below zero when that did not happen. */
  long drainedAt() {
    return drained;
  }

  /** When the end of the outage was seen; below zero when it was not. */
  long seenAt() {
    return seen;
  }
}
