package dev.cartographer.rotation;

import java.time.Duration;

/**
 * Divides the places of one lane among those who wait: the living by earliest deadline, which is
 * what saves the most of them (C. L. Liu and J. W. Layland, 1973); and beside them a share for each
 * of those whom a deadline does not speak for, so that none of them starves and none drowns those
 * who can still be saved: a fifth for the dark, a tenth for the fresh, a tenth for second tries.
 * What a share does not need goes to the others.
 *
 * <p>Parts of a place are saved up from one division to the next, so that a lane which is given one
 * place at a time shares it out over time. Not safe for use by several threads.
 */
public final class Shares {
  private static final double DARK = 0.2;
  private static final double FRESH = 0.1;
  private static final double RETRY = 0.1;

  private final Share fresh = new Share(FRESH);
  private final Share retry = new Share(RETRY);
  private final Share dark = new Share(DARK);

  /**
   * How many of each are taken.
   *
   * @param lead how long the tokens of those alive must last, at least, where there are more of
   *     them than are taken: who ends sooner can't be saved any more, and would only take the place
   *     of one who can
   */
  public record Take(int fresh, int retry, int dark, int alive, Duration lead) {
    public Take(int fresh, int retry, int dark, int alive) {
      this(fresh, retry, dark, alive, Duration.ZERO);
    }

    Take leading(Duration lead) {
      return new Take(fresh, retry, dark, alive, lead);
    }

    public int all() {
      return fresh + retry + dark + alive;
    }
  }

  /** Divides {@code places}; never gives anybody more than wait. */
  public Take of(Backlog backlog, int places) {
    var left = places;
    var f = fresh.of(places, backlog.fresh(), left);
    left -= f;
    var d = dark.of(places, backlog.dark(), left);
    left -= d;
    var r = retry.of(places, backlog.retry(), left);
    left -= r;
    var alive = Math.min(left, backlog.alive());
    left -= alive;
    var moreFresh = Math.min(left, backlog.fresh() - f);
    left -= moreFresh;
    var moreDark = Math.min(left, backlog.dark() - d);
    left -= moreDark;
    return new Take(f + moreFresh, r + Math.min(left, backlog.retry() - r), d + moreDark, alive);
  }

  /** One share, and the part of a place it has saved up. */
  private static final class Share {
    private static final double ROUNDING = 1e-9;

    private final double part;
    private double saved;

    Share(double part) {
      this.part = part;
    }

    /** A share that finds no place left keeps what it has saved for the next division. */
    int of(int places, int waiting, int left) {
      if (waiting == 0) {
        saved = 0;
        return 0;
      }
      saved += part * places;
      var given = Math.min(Math.min(waiting, left), (int) (saved + ROUNDING));
      saved = Math.min(1, saved - given);
      return given;
    }
  }
}
