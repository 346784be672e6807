package dev.cartographer.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The queue of bindings: every one is in it, each with the instant at which it is looked at next.
 * Any number of processes share it.
 */
public interface BindingQueue {

  /**
   * Lends up to {@code most} due bindings, the most urgent first: those without a token, then by
   * the end of the token they hold.
   *
   * @param lease after this, a binding whose outcome was not recorded is due again
   */
  List<Claim> claim(int most, Instant now, Duration lease);

  /** Extends the lease of claims that are still being worked on. */
  void extend(List<Claim> claims, Instant now, Duration lease);

  /**
   * Writes an outcome back, durably, provided that the claim's fence still stands.
   *
   * @return whether it was written; false when the lease had run out and another has the binding
   */
  boolean record(Claim claim, RotationOutcome outcome, Instant now);
}
