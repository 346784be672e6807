package dev.cartographer.token;

import java.time.Duration;
import java.time.Instant;

/**
 * What is written beside a delivered token, and what the database remembers of it.
 *
 * <p>A note read back comes from a cluster, which may lie. What no delivery of ours can have
 * written is no note: it could not be stored, or would leave no higher generation to deliver.
 *
 * @param generation counts the binding's tokens; only ever grows, beginning with 1
 */
public record Note(long generation, Instant issuedAt, Instant expiresAt, Fingerprint fingerprint) {

  private static final long HIGHEST = 1L << 53;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /**
   * Takes the note as it is.
   *
   * @throws IllegalArgumentException for a generation, a time or a lifetime that can't be; whoever
   *     wrote the note is at fault
   */
  public Note {
    if (generation < 1 || generation > HIGHEST) {
      throw new IllegalArgumentException("generations are 1 to " + HIGHEST);
    }
    if (issuedAt.isBefore(EARLIEST) || expiresAt.isAfter(LATEST) || !issuedAt.isBefore(expiresAt)) {
      throw new IllegalArgumentException(
          "a token is issued before it ends, between " + EARLIEST + " and " + LATEST);
    }
  }

  public static Note of(long generation, ServiceToken token) {
    return new Note(generation, token.issuedAt(), token.expiresAt(), token.fingerprint());
  }

  public Duration lifetime() {
    return Duration.between(issuedAt, expiresAt);
  }

  public boolean expiredAt(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
