package dev.cartographer.limit;

import java.time.Duration;
import java.time.Instant;

/** How many calls are usually under way: the mean over about half an hour, and a little more. */
final class Usual {
  private static final double SECONDS = 1_800;
  private static final double MORE = 1.1;
  private static final double MILLIS = 1_000;

  private double mean;
  private Instant seen = Instant.MAX;

  /** So many are under way now, or were until now. */
  void see(int inFlight, Instant now) {
    if (now.isAfter(seen)) {
      var seconds = Duration.between(seen, now).toMillis() / MILLIS;
      mean += (inFlight - mean) * -Math.expm1(-seconds / SECONDS);
    }
    seen = now;
  }

  /** At least 1. */
  int most() {
    return (int) (mean * MORE) + 1;
  }
}
