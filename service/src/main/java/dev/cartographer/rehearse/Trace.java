package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;

/** What was seen of one region, or of the whole fleet. */
final class Trace {
  /** Into how many classes a lifetime is divided; those of class 0 are dark. */
  static final int CLASSES = 400;

  private static final int MILLIS = 1000;

  private final Spans spans;
  private final Meter requests;
  private final Meter renewals;
  private final int[] darker;
  private final int[][] runway;
  private long iamRequests;
  private long normally;
  private long duringOutage;
  private long renewed;
  private long ended;
  private long darkMillis;
  private long leastLeft = Long.MAX_VALUE;

  Trace(Scenario scenario) {
    this.spans = new Spans(scenario);
    this.requests = new Meter(scenario);
    this.renewals = new Meter(scenario);
    this.darker = new int[scenario.seconds() + 1];
    this.runway = new int[scenario.seconds() / scenario.secondsOfStep() + 1][CLASSES + 1];
  }

  /** A request goes out. */
  void asked(Dependency dependency, long now) {
    if (dependency == Dependency.IAM) {
      iamRequests++;
    }
    if (dependency == spans.watched()) {
      requests.count(now);
      if (spans.isNormal(now)) {
        normally++;
      } else if (spans.isOutage(now)) {
        duringOutage++;
      }
    }
  }

  /** A token was put in the place of one that ends, or ended, at {@code endsAt}. */
  void renewed(long endsAt, long now) {
    renewed++;
    renewals.count(now);
    leastLeft = Math.min(leastLeft, endsAt - now);
    if (endsAt < now) {
      dark(endsAt, now);
    }
  }

  /** One binding was without a working token from then to now. */
  void dark(long from, long now) {
    ended++;
    darkMillis += now - from;
    darker[(int) (from / MILLIS)]++;
    darker[(int) (now / MILLIS)]--;
  }

  /** Looks at how much every binding has left, at the beginning of a step. */
  void sample(int step, long now, Bindings bindings, long ttl) {
    var classes = runway[step];
    var perMilli = (double) CLASSES / ttl;
    for (var binding = 0; binding < bindings.count(); binding++) {
      var left = Math.max(0, bindings.endsAt(binding) - now);
      classes[Math.min(CLASSES, (int) Math.ceil(left * perMilli))]++;
    }
  }

  /** Adds what was seen elsewhere at the same time. */
  void add(Trace other) {
    requests.add(other.requests);
    renewals.add(other.renewals);
    add(darker, other.darker);
    for (var i = 0; i < runway.length; i++) {
      add(runway[i], other.runway[i]);
    }
    iamRequests += other.iamRequests;
    normally += other.normally;
    duringOutage += other.duringOutage;
    renewed += other.renewed;
    ended += other.ended;
    darkMillis += other.darkMillis;
    leastLeft = Math.min(leastLeft, other.leastLeft);
  }

  private static void add(int[] sum, int[] more) {
    for (var i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  /** Requests to the dependency that is looked at. */
  Meter requests() {
    return requests;
  }

  /** Renewals that went well. */
  Meter renewals() {
    return renewals;
  }

  /** By how many bindings more are dark in each second than in the one before. */
  int[] darker() {
    return darker;
  }

  /** For each step, how many bindings are in each class of what is left of their token. */
  int[][] runway() {
    return runway;
  }

  long iamRequests() {
    return iamRequests;
  }

  /**
   * Requests during the outages of the dependency that is looked at, as a multiple of what they
   * would have been; not a number when there is nothing to compare.
   */
  double amplification() {
    return (duringOutage / (double) spans.millisOfOutage())
        / (normally / (double) spans.normalMillis());
  }

  long renewed() {
    return renewed;
  }

  /** Tokens that ended before they were replaced. */
  long ended() {
    return ended;
  }

  long darkMillis() {
    return darkMillis;
  }

  /** The least that was left of a token when it was renewed, in ms; below zero of an ended one. */
  long leastLeft() {
    return leastLeft;
  }
}
