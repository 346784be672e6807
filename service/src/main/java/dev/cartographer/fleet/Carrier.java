package dev.cartographer.fleet;

/**
 * A management cluster that hosts customer clusters.
 *
 * @param name unique in the fleet
 * @param region the region whose IAM, logging and metrics services its clusters use
 */
public record Carrier(Name name, Name region) {}
