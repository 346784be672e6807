package dev.cartographer.evidence;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import java.time.Instant;
import java.util.Optional;

/**
 * A customer impacting event that somebody has announced and nobody has called over.
 *
 * @param region where; everywhere when empty
 * @param reference what whoever announced it calls it
 * @param expiresAt when it ends by itself
 */
public record CieNotice(
    Dependency dependency,
    Optional<Name> region,
    String reference,
    String reason,
    Instant openedAt,
    Instant expiresAt) {

  /** Whether it covers one of the carriers. */
  boolean concerns(Question question) {
    return region.map(question.regions()::contains).orElse(true);
  }
}
