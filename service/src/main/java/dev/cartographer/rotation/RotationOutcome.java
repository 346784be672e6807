package dev.cartographer.rotation;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.limit.Admission;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one claim came to: what the database, the meters, the log and the runbook are told. */
public sealed interface RotationOutcome {

  /** When the binding is looked at next. */
  Instant nextAt();

  /** The steps of the exchange, empty when there was none. */
  List<Attempt> attempts();

  /** A new token is in the cluster. */
  record Rotated(Note note, Reason reason, Instant nextAt, List<Attempt> attempts)
      implements RotationOutcome {}

  /** The cluster holds a good token that is not due; {@code note} is the cluster's. */
  record Fresh(Note note, Instant nextAt, List<Attempt> attempts) implements RotationOutcome {}

  /**
   * No new token is in the cluster; what it held is untouched.
   *
   * @param backoff the wait until {@code nextAt}
   */
  record Failed(Fault fault, Duration backoff, Instant nextAt, List<Attempt> attempts)
      implements RotationOutcome {}

  /**
   * The cluster leaves, and nothing of worth is left there.
   *
   * @param left what was not taken back, and why; empty when all was
   */
  record Gone(Optional<String> left, Instant nextAt) implements RotationOutcome {
    @Override
    public List<Attempt> attempts() {
      return List.of();
    }
  }

  /**
   * Not tried, or not to the end, since a gate holds calls back: no failure of this binding's.
   *
   * @param dependency whose gate it was
   */
  record Waits(Dependency dependency, Admission.Reason why, Instant nextAt, List<Attempt> attempts)
      implements RotationOutcome {}
}
