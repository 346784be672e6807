package dev.cartographer.rotation;

import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import java.time.Instant;

/** The trail that says which tokens left, why, and what became of those they replaced. */
public interface Audit {

  /**
   * Puts on record, durably, that this token is about to be delivered. When this throws, the token
   * must not be delivered: no token leaves without a record.
   */
  void intend(Claim claim, Note note, Reason reason, Instant now);

  /** Puts on record that a replaced token was revoked; a trail may do without. */
  default void revoked(Claim claim, Note old, Instant now) {}

  /**
   * Puts on record, durably, that a replaced token can't be revoked and ends by itself; a trail may
   * do without.
   *
   * @param why one sentence for a person
   */
  default void irrevocable(Claim claim, Note old, String why, Instant now) {}
}
