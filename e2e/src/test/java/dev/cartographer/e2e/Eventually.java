package dev.cartographer.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition of the world outside, which can only be asked again and again. */
final class Eventually {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private Eventually() {}

  /**
   * Waits until there is an answer.
   *
   * @param what ends the sentence "waited in vain for …"
   * @throws AssertionError when patience ends first
   */
  static <T> T there(String what, Duration patience, Supplier<Optional<T>> look) {
    var end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      var answer = look.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    throw new AssertionError("waited in vain for " + what + ", " + patience.toSeconds() + " s");
  }

  static void so(String what, Duration patience, BooleanSupplier look) {
    there(what, patience, () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
