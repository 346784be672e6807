package dev.cartographer.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for things that other processes do. */
final class Waiting {
  private static final long LOOK_EVERY_MILLIS = 20;
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private final Clock clock;

  Waiting(Clock clock) {
    this.clock = clock;
  }

  /** Ends the benchmark: what it waits for can't come any more. */
  static final class GaveUp extends RuntimeException {
    GaveUp(String why) {
      super(why);
    }
  }

  /**
   * Returns when the condition holds.
   *
   * @throws GaveUp when the process has ended, or after twenty minutes
   */
  void until(String what, Child child, BooleanSupplier condition) {
    var deadline = clock.instant().plus(LONGEST);
    while (!condition.getAsBoolean()) {
      if (!child.alive() || clock.instant().isAfter(deadline)) {
        throw new GaveUp("waited until " + what + "; the last it said:\n" + child.lastWords());
      }
      pause(Duration.ofMillis(LOOK_EVERY_MILLIS));
    }
  }

  /** Lets time pass. */
  void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GaveUp("interrupted");
    }
  }

  Instant now() {
    return clock.instant();
  }
}
