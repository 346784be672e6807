package dev.cartographer.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * Stops calls to a dependency that fails, and finds out with one call at a time when it is back (M.
 * Nygard, "Release It!", 2007). The calls it lets through are renewals that had to be made anyway.
 */
final class Breaker {
  private final GatePolicy policy;
  private int inARow;
  private boolean shut;
  private boolean probing;
  private Instant shutAt = Instant.MIN;
  private Instant probeAt = Instant.MIN;

  Breaker(GatePolicy policy) {
    this.policy = policy;
  }

  boolean isShut() {
    return shut;
  }

  /** Whether the next call may go out as the probe. */
  boolean wantsProbe(Instant now) {
    return shut && !probing && !now.isBefore(probeAt);
  }

  /** When it is worth asking again; a probe under way is given one more wait. */
  Instant nextProbe(Instant now) {
    return probing || probeAt.isBefore(now) ? now.plus(policy.firstProbe()) : probeAt;
  }

  void probe() {
    probing = true;
  }

  /** The probe went well: all is as at the beginning. */
  void recovered() {
    shut = false;
    probing = false;
    inARow = 0;
  }

  /**
   * The next one after a tenth of the time that it has been shut: so much later it is seen back.
   */
  void probeFailed(Instant now) {
    probing = false;
    var tenth = Duration.between(shutAt, now).dividedBy(10);
    probeAt = now.plus(shorter(longer(tenth, policy.firstProbe()), policy.lastProbe()));
  }

  /** The probe found out nothing: the next one may go at once. */
  void probeSpared() {
    probing = false;
  }

  /** Remembers how an ordinary call went. */
  void remember(boolean failure, Instant now) {
    if (shut) {
      return;
    }
    inARow = failure ? inARow + 1 : 0;
    if (inARow >= policy.inARow()) {
      shut = true;
      shutAt = now;
      probeAt = now.plus(policy.firstProbe());
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
