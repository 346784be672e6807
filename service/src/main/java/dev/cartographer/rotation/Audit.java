package dev.cartographer.rotation;

import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import java.time.Instant;

/** The trail that says which tokens left, and why. */
public interface Audit {

  /**
   * Puts on record, durably, that this token is about to be delivered. When this throws, the token
   * must not be delivered: no token leaves without a record.
   */
  void intend(Claim claim, Note note, Reason reason, Instant now);
}
