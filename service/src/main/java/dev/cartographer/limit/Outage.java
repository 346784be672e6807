package dev.cartographer.limit;

import dev.cartographer.fault.Fault;
import java.time.Instant;

/**
 * Why a gate is shut.
 *
 * @param fault what its last call came to
 * @param since when it shut
 * @param calls how many calls in a row have failed
 * @param nextProbe when the next call goes out
 */
public record Outage(Fault fault, Instant since, int calls, Instant nextProbe) {}
