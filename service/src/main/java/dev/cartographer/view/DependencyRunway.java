package dev.cartographer.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is lost on one carrier, and when, if one dependency stays down from now on.
 *
 * <p>Tokens that end in the same ten seconds count as ended once all of them have.
 *
 * <p>The shares are of the bindings that hold a token now which has not ended, those of {@code
 * bindings} that are neither dark already nor without a first token. A tenth is dark at the first
 * instant at which at least a tenth of them is. Instants are exact to ten seconds, and never later
 * than the truth; each is absent when no such token is held.
 *
 * @param dependency iam, logging or metrics
 * @param bindings whose renewal needs it: of both signals for iam, of its own for the others
 * @param alreadyDark of these, how many held a token that has ended
 * @param neverHad of these, how many had no token yet
 */
public record DependencyRunway(
    String carrier,
    String region,
    String dependency,
    long bindings,
    long alreadyDark,
    long neverHad,
    @Nullable Instant firstDarkAt,
    @Nullable Instant tenPercentDarkAt,
    @Nullable Instant halfDarkAt,
    @Nullable Instant allDarkAt) {}
