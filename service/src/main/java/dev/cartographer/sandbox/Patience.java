package dev.cartographer.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for things, until told to stop or until it has waited long enough. */
final class Patience {
  private static final int LOOK_EVERY_MILLIS = 250;

  private final Clock clock;
  private final Instant deadline;
  private final CountDownLatch stop;

  /**
   * Waits until an instant.
   *
   * @param stop counted down when nobody wants to wait any longer
   */
  Patience(Clock clock, Instant deadline, CountDownLatch stop) {
    this.clock = clock;
    this.deadline = deadline;
    this.stop = stop;
  }

  /** Ends the waiting: it took too long, or it can't come any more. */
  static final class GaveUp extends RuntimeException {
    GaveUp(String waitedFor) {
      super(waitedFor);
    }
  }

  /** Ends the waiting: somebody said stop. */
  static final class Stopped extends RuntimeException {
    Stopped() {
      super("stopped");
    }
  }

  /**
   * Returns when the condition holds.
   *
   * @throws GaveUp when it doesn't in time; its message is {@code waitedFor}
   * @throws Stopped when told to
   */
  void until(BooleanSupplier condition, Supplier<String> waitedFor) {
    while (!condition.getAsBoolean()) {
      if (!clock.instant().isBefore(deadline)) {
        throw new GaveUp(waitedFor.get());
      }
      waitAMoment();
    }
  }

  /** Lets some time pass; looks at things meanwhile. */
  void pass(Duration time, Runnable look) {
    var end = clock.instant().plus(time);
    until(
        () -> {
          look.run();
          return !clock.instant().isBefore(end);
        },
        () -> "that " + time.toSeconds() + " s pass");
  }

  /**
   * Waits a second for somebody to say stop: Ctrl-C reaches every process of a terminal, and a
   * child may end before we hear of it.
   *
   * @throws Stopped when told to
   */
  void waitForStop() {
    pause(1000);
  }

  private void waitAMoment() {
    pause(LOOK_EVERY_MILLIS);
  }

  private void pause(int millis) {
    try {
      if (stop.await(millis, TimeUnit.MILLISECONDS)) {
        throw new Stopped();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }
}
