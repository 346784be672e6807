package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import java.time.Duration;

/**
 * A time in which one dependency fails, in every region alike.
 *
 * @param dependency one that is asked for tokens: IAM, logging or metrics
 * @param start after the beginning
 * @param share of the calls that fail, over 0 to 1; when all do, connections are refused
 */
public record PlannedOutage(
    Dependency dependency, Duration start, Duration duration, double share) {

  /**
   * Takes the outage as it is.
   *
   * @throws IllegalArgumentException for one that can't be played, with a sentence that says why
   */
  public PlannedOutage {
    if (start.isNegative() || !duration.isPositive() || !(0 < share && share <= 1)) {
      throw new IllegalArgumentException(
          "An outage needs a start, a duration and a share of the calls over 0 and up to all.");
    }
  }

  /** When it is over, after the beginning. */
  public Duration end() {
    return start.plus(duration);
  }

  /** Whether nothing gets through. */
  public boolean whole() {
    return share == 1;
  }
}
