package dev.cartographer.view;

import java.time.Instant;

/**
 * A replaced token that could not be revoked and has not ended yet.
 *
 * @param generation of that token
 * @param expiresAt when it ends by itself
 * @param givenUpAt when it was last tried
 * @param why what the service said, or why it was not asked
 */
public record IrrevocableView(
    String cluster,
    String signal,
    long generation,
    String fingerprint,
    Instant expiresAt,
    Instant givenUpAt,
    String why) {}
