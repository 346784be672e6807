package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import java.time.Duration;

/**
 * A time in which one dependency fails, in every region alike.
 *
 * @param start after the beginning
 * @param share of the calls that fail, over 0 to 1; when all do, connections are refused
 */
public record PlannedOutage(
    Dependency dependency, Duration start, Duration duration, double share) {

  public PlannedOutage {
    if (start.isNegative() || !duration.isPositive() || !(0 < share && share <= 1)) {
      throw new IllegalArgumentException(
          "an outage needs a start, a duration and a share over 0 to 1");
    }
  }

  public Duration end() {
    return start.plus(duration);
  }

  boolean whole() {
    return share == 1;
  }
}
