package dev.cartographer.exchange;

import java.time.Duration;
import java.util.Optional;

/**
 * That replaced tokens are revoked.
 *
 * @param grace how long after a new token was delivered the one before is left alone: as long as an
 *     agent may take to pick the new one up
 * @param endpoint where (RFC 7009); what the issuer's metadata says when empty, or the service's
 *     own
 */
public record Revoking(Duration grace, Optional<TokenEndpoint> endpoint) {
  public Revoking {
    if (grace.isNegative() || grace.compareTo(Duration.ofHours(24)) > 0) {
      throw new IllegalArgumentException("revocation.grace is at most 24 hours");
    }
  }
}
