package dev.cartographer.sandbox;

import dev.cartographer.secret.SecretText;

/**
 * One cluster of the sandbox.
 *
 * @param secret its client secret or API key, by its region's dialect
 */
record SandboxCluster(String name, String tenant, SandboxCarrier carrier, SecretText secret) {}
