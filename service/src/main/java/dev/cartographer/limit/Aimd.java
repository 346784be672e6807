package dev.cartographer.limit;

import java.time.Duration;

/**
 * Additive increase, multiplicative decrease: one more call for an answer in time, a tenth fewer
 * for a late one or none (D.-M. Chiu and R. Jain, 1989; constants as in Netflix's
 * concurrency-limits, {@code AIMDLimit}).
 *
 * <p>Grows only while at least half of the limit is in use: an idle limit learns nothing.
 */
final class Aimd implements AdaptiveLimit {
  private static final double DECREASE = 0.9;

  private final GatePolicy policy;
  private double limit;

  Aimd(GatePolicy policy) {
    this.policy = policy;
    this.limit = policy.initial();
  }

  @Override
  public int limit() {
    return (int) limit;
  }

  @Override
  public void answered(Duration took, int inFlight) {
    if (took.compareTo(policy.slow()) > 0) {
      dropped();
    } else if (inFlight * 2 >= limit()) {
      limit = Math.min(policy.most(), limit + 1);
    }
  }

  @Override
  public void dropped() {
    limit = Math.max(1, limit * DECREASE);
  }

  @Override
  public void restart() {
    limit = policy.initial();
  }
}
