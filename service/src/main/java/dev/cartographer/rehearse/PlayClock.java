package dev.cartographer.rehearse;

import java.time.Instant;

/** The time of one region's play, in milliseconds from its beginning; it jumps. */
final class PlayClock {
  private long millis;
  private Instant instant = Instant.EPOCH;

  long millis() {
    return millis;
  }

  /** The same time as the product's classes take it. */
  Instant instant() {
    return instant;
  }

  void jumpTo(long millis) {
    if (millis != this.millis) {
      this.millis = millis;
      this.instant = Instant.ofEpochMilli(millis);
    }
  }
}
