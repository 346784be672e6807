package dev.cartographer.incident;

import dev.cartographer.fault.Dependency;
import java.time.Instant;

/** One alert that fires: exchanges of one carrier with one dependency fail. */
public record Alert(Dependency dependency, String carrier, String region, Instant startsAt) {}
