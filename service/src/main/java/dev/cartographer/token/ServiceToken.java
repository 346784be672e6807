package dev.cartographer.token;

import dev.cartographer.secret.SecretText;
import java.time.Instant;

/**
 * A token with which an agent may write its signal.
 *
 * @param issuedAt when it was asked for, by our clock: the safe end of the round trip
 * @param expiresAt the first instant at which the service will refuse it
 * @param keepsReplaced whether the token whose place it takes is kept beside it, to be revoked
 */
public record ServiceToken(
    SecretText text, Instant issuedAt, Instant expiresAt, boolean keepsReplaced) {

  /** A token that simply takes the place of the one before. */
  public ServiceToken(SecretText text, Instant issuedAt, Instant expiresAt) {
    this(text, issuedAt, expiresAt, false);
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(text);
  }
}
