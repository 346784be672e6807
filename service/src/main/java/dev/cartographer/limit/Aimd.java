package dev.cartographer.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls to one dependency may be under way at once, learnt from how they go.
 *
 * <p>Additive increase, multiplicative decrease: one more call for an answer in time, a tenth fewer
 * for a late one or none (D.-M. Chiu and R. Jain, 1989; constants as in Netflix's
 * concurrency-limits, {@code AIMDLimit}).
 *
 * <p>Grows only while at least half of the limit is in use: an idle limit learns nothing. Calls
 * that fail at once narrow it to what is usual, and no further: where a part of all calls fails,
 * but not for the load, less load would only add to the harm.
 */
final class Aimd {
  private static final double DECREASE = 0.9;

  private final GatePolicy policy;
  private final Usual usual = new Usual();
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
  void answered(Duration took, int inFlight, Instant now) {
    usual.see(inFlight, now);
    if (isLate(took)) {
      limit = Math.max(1, limit * DECREASE);
    } else if (inFlight * 2 >= limit()) {
      limit = Math.min(policy.most(), limit + 1);
    }
  }

  /** A call failed in a way that may say that the dependency has too much to do. */
  void failed(Duration took, int inFlight, Instant now) {
    usual.see(inFlight, now);
    var least = isLate(took) ? 1 : Math.min(limit, usual.most());
    limit = Math.max(least, limit * DECREASE);
  }

  private boolean isLate(Duration took) {
    return took.compareTo(policy.slow()) > 0;
  }

  /** Begins anew, as after an outage: what was learnt before it no longer holds. */
  void restart() {
    limit = policy.initial();
  }
}
