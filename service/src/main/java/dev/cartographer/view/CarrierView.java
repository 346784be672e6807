package dev.cartographer.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One carrier with its bindings counted by state.
 *
 * @param firstDark when the first of the tokens held now ends; absent when none is held
 */
public record CarrierView(
    String name,
    String region,
    long clusters,
    long valid,
    long failing,
    long expired,
    long pending,
    @Nullable Instant firstDark) {}
