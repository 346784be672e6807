package dev.cartographer.view;

import org.jspecify.annotations.Nullable;

/**
 * Announces a customer impacting event, or calls it over.
 *
 * @param dependency iam, logging or metrics
 * @param state open or closed
 * @param region where; everywhere when absent
 * @param reference what it is called; to close without one is to close all of the dependency there
 * @param reason for a person
 * @param minutes after which it ends by itself; four hours when absent
 */
public record CieRequest(
    @Nullable String dependency,
    @Nullable String state,
    @Nullable String region,
    @Nullable String reference,
    @Nullable String reason,
    @Nullable Integer minutes) {}
