package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A token that has passed {@link IssuedCheck}.
 *
 * @param issuedAt when it was asked for, by our clock
 * @param speaksFor whom it names, when it is a JWT that says so
 */
record BearerToken(
    SecretText text, Instant issuedAt, Instant expiresAt, Optional<Subject> speaksFor) {

  /** Whom a JWT names: {@code sub} means something only together with {@code iss}. */
  record Subject(String issuer, String subject) {}

  /** The instant at which half of its life is over. */
  Instant halfLife() {
    return issuedAt.plus(Duration.between(issuedAt, expiresAt).dividedBy(2));
  }

  /** The header that shows it (RFC 6750 §2.1). */
  SecretText header() {
    return new SecretText("Bearer " + text.reveal());
  }
}
