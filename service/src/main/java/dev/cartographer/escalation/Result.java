package dev.cartographer.escalation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is kept of an attempt. */
public sealed interface Result {
  /**
   * It is done.
   *
   * @param again when it is to be said again, unless something newer was said by then
   */
  record Accepted(Receipt receipt, Optional<Instant> again) implements Result {}

  /** It is tried again. */
  record Later(Instant at, String why, Receipt soFar) implements Result {}

  /**
   * It is given up.
   *
   * @param instead what is put into the outbox with that
   */
  record Refused(String why, List<Order> instead) implements Result {}

  /** It would have been sent. */
  record Shadowed(Receipt receipt) implements Result {}

  /** It is not to be sent. */
  record Dropped(String why) implements Result {}
}
