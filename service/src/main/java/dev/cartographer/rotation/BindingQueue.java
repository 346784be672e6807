package dev.cartographer.rotation;

import dev.cartographer.fleet.Binding;
import dev.cartographer.rotation.Shares.Take;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The queue of bindings: every one is in it, each with the instant at which it is looked at next.
 * Any number of processes share it.
 */
public interface BindingQueue {

  /** The lanes in which something is due, with how much. */
  List<Backlog> backlogs(Instant now);

  /**
   * Lends due bindings of one lane, of each kind up to so many, the most urgent first: those alive
   * by the end of the token they hold, of those for whom a claim comes in time; of the fresh those
   * enrolled last, since an enrolment of 100,000 must not make the one after it wait; of second
   * tries by when they are due; of the dark in turn by tenant.
   *
   * @param backlog what was due a moment ago
   * @param lease after this, a binding whose outcome was not recorded is due again
   */
  List<Claim> claim(Backlog backlog, Take take, Instant now, Duration lease);

  /**
   * Lends bindings of clusters that leave, of all lanes: they need neither IAM nor service.
   *
   * @param lease as in {@link #claim}
   */
  List<Claim> claimLeaving(int most, Instant now, Duration lease);

  /** Whether the binding is still one of the fleet, and its cluster does not leave. */
  boolean stays(Binding binding);

  /** Extends the lease of claims that are still being worked on. */
  void extend(List<Claim> claims, Instant now, Duration lease);

  /**
   * Writes an outcome back, durably, provided that the claim's fence still stands.
   *
   * @return whether it was written; false when the lease had run out and another has the binding
   */
  boolean record(Claim claim, RotationOutcome outcome, Instant now);
}
