package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;

/** When the load on the dependency that is looked at is normal, and when it has an outage. */
final class Spans {
  private final Dependency watched;
  private final long firstOutage;
  private final long normalFrom;
  private final long[] from;
  private final long[] until;

  Spans(Scenario scenario) {
    var outages = scenario.watchedOutages();
    this.watched = scenario.watched();
    this.from = outages.stream().mapToLong(o -> o.start().toMillis()).toArray();
    this.until = outages.stream().mapToLong(o -> o.end().toMillis()).toArray();
    this.firstOutage =
        scenario.outages().stream().mapToLong(o -> o.start().toMillis()).min().orElse(0);
    this.normalFrom = Math.max(0, firstOutage - scenario.ttl().toMillis());
  }

  Dependency watched() {
    return watched;
  }

  /** The last lifetime before the first outage. */
  boolean isNormal(long now) {
    return normalFrom <= now && now < firstOutage;
  }

  long normalMillis() {
    return firstOutage - normalFrom;
  }

  boolean isOutage(long now) {
    for (var i = 0; i < from.length; i++) {
      if (from[i] <= now && now < until[i]) {
        return true;
      }
    }
    return false;
  }

  long millisOfOutage() {
    var sum = 0L;
    for (var i = 0; i < from.length; i++) {
      sum += until[i] - from[i];
    }
    return sum;
  }
}
