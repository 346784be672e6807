package dev.cartographer.limit;

import java.time.Instant;
import java.util.Locale;

/** A gate's answer to whoever wants to make a call. */
public sealed interface Admission {

  /**
   * Call now, and tell the gate what came of it.
   *
   * @param probe whether this call alone decides if the gate opens again
   */
  record Go(boolean probe) implements Admission {}

  /** As many calls are under way as may be; one of them will end. */
  record Full() implements Admission {}

  /** The turn of the next call comes then, and that is soon; wait for it and ask again. */
  record Soon(Instant at) implements Admission {}

  /** Not before {@code until}; ask again then. */
  record Held(Reason reason, Instant until) implements Admission {}

  /** Why a gate holds calls back. */
  enum Reason {
    /** The dependency fails; a probe finds out when it is back. */
    OUTAGE,
    /** The dependency asked to be left alone ({@code Retry-After}, RFC 9110 §10.2.3). */
    RETRY_AFTER,
    /** This would be a second try, and second tries have had their share. */
    BUDGET,
    /** It takes no more calls than are under way, and none of them came to an end for long. */
    BUSY;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
