package dev.cartographer.store;

import dev.cartographer.fleet.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Bindings of one signal that stand alike and whose tokens end in the same ten seconds.
 *
 * @param end the first of these seconds; empty when they have no token yet
 */
record RunwayStep(Signal signal, Standing standing, Optional<Instant> end, long bindings) {
  private static final Duration WIDTH = Duration.ofSeconds(10);

  /** Whether all these tokens have ended: while only some may have, none is called ended. */
  boolean over(Instant now) {
    return end.filter(first -> !first.plus(WIDTH).isAfter(now)).isPresent();
  }
}
