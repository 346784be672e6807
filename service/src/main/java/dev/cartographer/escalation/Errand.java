package dev.cartographer.escalation;

import java.time.Instant;
import java.util.Optional;

/**
 * An order under way.
 *
 * @param fence grows with each claim: whoever holds an older one has lost it
 * @param attempt counted from 1; after the first it may have arrived already
 * @param soFar what an earlier attempt came to
 * @param thread what the receiver gave for the first word of this incident
 * @param issue the address of the incident's issue
 * @param shadows whether what it ends or follows was never really sent
 */
public record Errand(
    Order order,
    Instant writtenAt,
    long fence,
    int attempt,
    Receipt soFar,
    Optional<Receipt> thread,
    Optional<String> issue,
    boolean shadows) {

  Message message() {
    return order.message();
  }
}
