package dev.cartographer.token;

import dev.cartographer.secret.SecretText;
import java.time.Instant;

/**
 * A token with which an agent may write its signal.
 *
 * @param issuedAt when it was asked for, by our clock: the safe end of the round trip
 * @param expiresAt the first instant at which the service will refuse it
 */
public record ServiceToken(SecretText text, Instant issuedAt, Instant expiresAt) {
  public Fingerprint fingerprint() {
    return Fingerprint.of(text);
  }
}
