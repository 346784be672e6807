package dev.cartographer.token;

import java.time.Duration;
import java.time.Instant;

/**
 * What is written beside a delivered token, and what the database remembers of it.
 *
 * @param generation counts the binding's tokens; only ever grows, beginning with 1
 */
public record Note(long generation, Instant issuedAt, Instant expiresAt, Fingerprint fingerprint) {

  public Note {
    if (generation < 1) {
      throw new IllegalArgumentException("generations begin with 1");
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
