package dev.cartographer.escalation;

import java.time.Duration;
import java.util.Optional;

/** What came of an attempt to send. */
public sealed interface Outcome {
  /**
   * The receiver has taken it. Whether anybody was woken, or reads it, is not known.
   *
   * @param again when it must be said again to stay valid
   */
  record Accepted(Receipt receipt, Optional<Duration> again) implements Outcome {
    Accepted(Receipt receipt) {
      this(receipt, Optional.empty());
    }
  }

  /**
   * Not now. It may have arrived all the same.
   *
   * @param after how long the receiver asks to be left alone
   * @param soFar what to go on from at the next attempt
   */
  record Later(Optional<Duration> after, String why, Receipt soFar) implements Outcome {
    Later(String why) {
      this(Optional.empty(), why, Receipt.NONE);
    }
  }

  /** Never: the receiver won't take it as it is, and trying again is of no use. */
  record Refused(String why) implements Outcome {}
}
