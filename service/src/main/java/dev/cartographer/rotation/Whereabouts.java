package dev.cartographer.rotation;

import java.util.function.Supplier;

/**
 * Is told while a claim waits for its cluster, which may be for long and is nobody else's matter.
 */
@FunctionalInterface
public interface Whereabouts {

  /** Does what is done at the cluster, and says so meanwhile. */
  <T> T atCluster(Supplier<T> visit);
}
