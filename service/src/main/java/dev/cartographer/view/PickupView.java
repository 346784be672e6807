package dev.cartographer.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which token a binding's agents use, as they say.
 *
 * @param taken whether it is the one that was delivered last
 * @param generation that they use; 0 when they have used none yet
 * @param at when they took it up; absent when they have used none yet
 * @param how pull, report or file; absent when they have used none yet
 * @param expiresAt when the token that they use ends; absent when they have used none yet
 */
public record PickupView(
    boolean taken,
    long generation,
    @Nullable Instant at,
    @Nullable String how,
    @Nullable Instant expiresAt) {}
