package dev.cartographer.limit;

import java.time.Duration;

/**
 * How many calls to one dependency may be under way at once, learnt from how they go.
 *
 * <p>Additive increase, multiplicative decrease: one more call for an answer in time, a tenth fewer
 * for a late one or none (D.-M. Chiu and R. Jain, 1989; constants as in Netflix's
 * concurrency-limits, {@code AIMDLimit}).
 *
 * <p>Grows only while at least half of the limit is in use: an idle limit learns nothing.
 */
final class Aimd {
  private static final double DECREASE = 0.9;

  private final GatePolicy policy;
  private double limit;

  Aimd(GatePolicy policy) {
    this.policy = policy;
    this.limit = policy.initial();
  }

  /** Calls under way at once, at least 1. */
  int limit() {
    return (int) limit;
  }

  /**
   * A call was answered.
   *
   * @param inFlight calls that were under way, this one included
   */
  void answered(Duration took, int inFlight) {
    if (took.compareTo(policy.slow()) > 0) {
      dropped();
    } else if (inFlight * 2 >= limit()) {
      limit = Math.min(policy.most(), limit + 1);
    }
  }

  /** A call failed in a way that says the dependency has too much to do. */
  void dropped() {
    limit = Math.max(1, limit * DECREASE);
  }

  /** Begins anew, as after an outage: what was learnt before it no longer holds. */
  void restart() {
    limit = policy.initial();
  }
}
