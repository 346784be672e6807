package dev.cartographer.escalation;

import dev.cartographer.escalation.Order.Action;
import java.time.Duration;
import java.util.Optional;

/** When a failed attempt is repeated: soon at first, then seldom; pages never seldom. Pure. */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final int DOUBLED = 12;
  private static final Duration SELDOM = Duration.ofMinutes(5);
  private static final Duration PAGES = Duration.ofMinutes(1);

  private Backoff() {}

  /**
   * How long to wait after an attempt.
   *
   * @param asked how long the receiver asks to be left alone; it is never asked sooner
   */
  static Duration after(int attempt, Action action, Optional<Duration> asked) {
    var grown = FIRST.multipliedBy(1L << Math.min(attempt - 1, DOUBLED));
    var most = action == Action.PAGE || action == Action.END ? PAGES : SELDOM;
    var own = grown.compareTo(most) > 0 ? most : grown;
    return asked.map(wait -> wait.compareTo(FIRST) < 0 ? FIRST : wait).orElse(own);
  }
}
