package dev.cartographer.limit;

import java.time.Duration;

/** How many calls to one dependency may be under way at once, learnt from how they go. */
sealed interface AdaptiveLimit permits Aimd, Gradient2 {

  /** Calls under way at once, at least 1. */
  int limit();

  /**
   * A call was answered.
   *
   * @param inFlight calls that were under way, this one included
   */
  void answered(Duration took, int inFlight);

  /** A call failed in a way that says the dependency has too much to do. */
  void dropped();

  /** Begins anew, as after an outage: what was learnt before it no longer holds. */
  void restart();
}
