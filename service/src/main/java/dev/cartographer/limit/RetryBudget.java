package dev.cartographer.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * How many second tries a dependency may be sent: one for every ten calls that went well; ten to
 * begin with, and no more saved up than {@value #MOST}. Without any success one in ten seconds
 * remains, or a dependency with few clusters would never be tried again.
 *
 * <p>After {@value #WELL_AGAIN} good answers in a row all is well again, and whoever failed before
 * may come at once: a partial outage ends without anybody saying so.
 *
 * <p>Retries are thereby a tenth of the load, however many fail (Google, "Site Reliability
 * Engineering", ch. 21; Finagle's {@code RetryBudget}).
 */
final class RetryBudget {
  private static final double PER_SUCCESS = 0.1;
  private static final double PER_SECOND = 0.1;
  private static final double BEGINNING = 10;
  private static final double MOST = 256;

  /** Whoever fails one call in ten gives so many good answers in a row once in 30 times. */
  private static final int WELL_AGAIN = 32;

  private double saved = BEGINNING;
  private int wellInARow;
  private Instant trickled = Instant.MAX;

  /** An outage is over: whoever failed as it began may come again. */
  void refill() {
    saved = MOST;
  }

  void succeeded() {
    wellInARow++;
    saved = wellInARow >= WELL_AGAIN ? MOST : Math.min(MOST, saved + PER_SUCCESS);
  }

  void failed() {
    wellInARow = 0;
  }

  /** Takes one retry out of the budget, or says that there is none left. */
  boolean spend(Instant now) {
    trickle(now);
    if (saved < 1) {
      return false;
    }
    saved -= 1;
    return true;
  }

  private void trickle(Instant now) {
    if (saved < 1 && now.isAfter(trickled)) {
      var seconds = Duration.between(trickled, now).toMillis() / 1000.0;
      saved = Math.min(1, saved + seconds * PER_SECOND);
    }
    trickled = now;
  }
}
