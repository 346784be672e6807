package dev.cartographer.evidence;

import java.time.Duration;

/**
 * From when on our own exchanges say something.
 *
 * @param window how far back they are looked at
 * @param failures at the least, for a failing dependency; and attempts, for one that works
 * @param share of all attempts that fails, at the least, for a failing dependency
 */
public record Thresholds(Duration window, int failures, double share) {
  /** Five in five minutes; the share is that of the slower of the two alerts. */
  public static final Thresholds DEFAULT = new Thresholds(Duration.ofMinutes(5), 5, 0.03);

  /** So many refused customers at once have not all lost their keys. */
  static final int MANY_CUSTOMERS = 20;

  public Thresholds {
    if (window.compareTo(Duration.ofMinutes(1)) < 0 || failures < 1 || share <= 0 || share > 1) {
      throw new IllegalArgumentException(
          "a window is 1m at the least, failures 1 at the least, and the share above 0 and at"
              + " most 1");
    }
  }

  /** The share of failures from which one side prevails. */
  double prevailing() {
    return 0.8;
  }
}
