package dev.cartographer.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * How many second tries a dependency may be sent while some of its calls fail: one for every ten
 * that went well, and no more saved up than {@value #MOST}. Without any success one a minute
 * remains, or a dependency with few clusters would never be tried again.
 *
 * <p>After {@value #WELL} good answers in a row nothing is left to be careful of, and everybody who
 * failed before may come: an outage of a part of the calls ends without anybody saying so.
 *
 * <p>Second tries are thereby a tenth of the load, however many fail (Google, "Site Reliability
 * Engineering", ch. 21; Finagle's {@code RetryBudget}).
 */
final class RetryBudget {
  private static final double PER_SUCCESS = 0.1;
  private static final double PER_SECOND = 1 / 60.0;
  private static final double BEGINNING = 10;
  private static final double MOST = 20;

  /** Where one call in ten fails, so many go well in a row once in 800 times. */
  private static final int WELL = 64;

  private double saved = BEGINNING;
  private int wellInARow;
  private Instant trickled = Instant.MAX;

  /** A probe went well: as many as find out whether all is well again. */
  void recovered() {
    saved = WELL;
  }

  void succeeded() {
    wellInARow++;
    saved = Math.max(saved, Math.min(MOST, saved + PER_SUCCESS));
  }

  void failed() {
    wellInARow = 0;
  }

  /** How many second tries are left. */
  int left(Instant now) {
    trickle(now);
    return wellInARow >= WELL ? Integer.MAX_VALUE : (int) saved;
  }

  /** Takes one second try out of the budget, or says that there is none left. */
  boolean spend(Instant now) {
    if (left(now) == 0) {
      return false;
    }
    saved = Math.max(0, saved - 1);
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
