package dev.cartographer.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer impacting event that is open.
 *
 * @param dependency iam, logging or metrics
 * @param region where; absent for everywhere
 * @param reference what whoever announced it calls it
 * @param expiresAt when it ends by itself
 */
public record CieView(
    String dependency,
    @Nullable String region,
    String reference,
    String reason,
    Instant openedAt,
    Instant expiresAt) {}
