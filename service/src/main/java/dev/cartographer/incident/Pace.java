package dev.cartographer.incident;

import java.time.Duration;

/**
 * How long each step of an incident may take.
 *
 * @param settle how long the first alert waits for others of the same cause
 * @param diagnose how long evidence may take before armada ICE is paged without a verdict
 * @param again how often an open incident is looked at again
 * @param well how long all must be well before an incident is resolved
 * @param unanswered how long a page may stay unacknowledged before armada ICE is paged
 * @param coolDown how long after its end new alerts reopen it
 * @param kept how long after its end the issue stays open
 */
public record Pace(
    Duration settle,
    Duration diagnose,
    Duration again,
    Duration well,
    Duration unanswered,
    Duration coolDown,
    Duration kept) {

  public static final Pace DEFAULT =
      new Pace(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(10),
          Duration.ofHours(24));
}
