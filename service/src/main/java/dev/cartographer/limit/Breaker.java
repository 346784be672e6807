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
  private Duration wait;
  private Instant probeAt = Instant.MIN;

  Breaker(GatePolicy policy) {
    this.policy = policy;
    this.wait = policy.firstProbe();
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
    wait = policy.firstProbe();
  }

  void probeFailed(Instant now) {
    probing = false;
    wait = shorter(wait.multipliedBy(2), policy.lastProbe());
    probeAt = now.plus(wait);
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
      probeAt = now.plus(wait);
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
