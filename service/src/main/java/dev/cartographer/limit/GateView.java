package dev.cartographer.limit;

import java.time.Instant;
import java.util.Optional;

/**
 * How a gate stands.
 *
 * @param shutSince since when only probes go out; empty while it is open
 * @param quietUntil until when the dependency asked to be left alone
 * @param limit calls that may be under way at once
 * @param inFlight calls under way
 */
public record GateView(
    Optional<Instant> shutSince, Optional<Instant> quietUntil, int limit, int inFlight) {}
