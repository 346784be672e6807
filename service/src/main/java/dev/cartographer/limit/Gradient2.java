package dev.cartographer.limit;

import java.time.Duration;

/**
 * Follows how much longer calls take now than they usually do: as much longer as that is, so much
 * smaller is the limit (Netflix's concurrency-limits, {@code Gradient2Limit}: tolerance 1.5,
 * smoothing 0.2, a long window of 600 calls). A call that failed costs a tenth of it.
 */
final class Gradient2 implements AdaptiveLimit {
  private static final double TOLERANCE = 1.5;
  private static final double SMOOTHING = 0.2;
  private static final double LONG_WINDOW = 600;
  private static final double DECREASE = 0.9;
  private static final int QUEUE = 4;

  private final GatePolicy policy;
  private double limit;
  private double usualNanos;

  Gradient2(GatePolicy policy) {
    this.policy = policy;
    this.limit = policy.initial();
  }

  @Override
  public int limit() {
    return (int) limit;
  }

  @Override
  public void answered(Duration took, int inFlight) {
    var nanos = Math.max(1.0, (double) took.toNanos());
    usualNanos = usualNanos == 0 ? nanos : usualNanos + (nanos - usualNanos) / LONG_WINDOW;
    if (usualNanos / nanos > 2) {
      // Back from a slow time: forget it faster than the window would.
      usualNanos *= 0.95;
    }
    if (inFlight * 2 >= limit()) {
      var gradient = Math.clamp(TOLERANCE * usualNanos / nanos, 0.5, 1.0);
      var wanted = limit * gradient + QUEUE;
      limit = Math.clamp(limit * (1 - SMOOTHING) + wanted * SMOOTHING, 1, policy.most());
    }
  }

  @Override
  public void dropped() {
    limit = Math.max(1, limit * DECREASE);
  }

  @Override
  public void restart() {
    limit = policy.initial();
    usualNanos = 0;
  }
}
