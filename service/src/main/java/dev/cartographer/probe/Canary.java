package dev.cartographer.probe;

import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.fleet.Target;

/**
 * The identity that the synthetic exchanges of a region are made with. It is known to IAM and to
 * both services like a customer's, and no cluster has it.
 *
 * @param cluster the name that a service is asked for a token by
 * @param tenant the same
 */
public record Canary(Name region, Name cluster, Name tenant, Identity identity) {

  /** What would be renewed if the canary were a cluster of this carrier. */
  Binding on(Carrier carrier, Signal signal) {
    return new Binding(
        new Cluster(0, cluster, tenant, carrier, identity, new Target.Files(), 1), signal);
  }
}
