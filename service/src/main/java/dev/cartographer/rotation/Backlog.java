package dev.cartographer.rotation;

/**
 * How many bindings of a lane are due, by what they wait for; each counted up to {@link #COUNTED}.
 *
 * @param fresh enrolled and never served: they hold no token, and none was tried for
 * @param retry the last try failed
 * @param dark the token they held has ended
 * @param alive the token they hold still lasts
 */
public record Backlog(Lane lane, int fresh, int retry, int dark, int alive) {

  /** Beyond this many the exact number makes no difference to what is done. */
  public static final int COUNTED = 1_000;

  /** With no more second tries than that. */
  Backlog withRetry(int most) {
    return new Backlog(lane, fresh, Math.min(most, retry), dark, alive);
  }

  /** How many are due in all, as far as counted. */
  public int due() {
    return fresh + retry + dark + alive;
  }
}
