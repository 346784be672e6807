package dev.cartographer.discovery;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A {@code ClusterTelemetry} as it stands on its carrier.
 *
 * @param version its resource version
 * @param generation grows with every change of its spec
 * @param deleting whether somebody has deleted it, so that it waits for us
 * @param held whether it does wait for us: our finalizer is on it
 * @param spec unchecked, but for what the API server checks
 * @param status as it was written last; missing before the first time
 */
record Announced(
    String namespace,
    String name,
    String uid,
    String version,
    long generation,
    boolean deleting,
    boolean held,
    JsonNode spec,
    JsonNode status) {

  /** Names it on its carrier. */
  String key() {
    return namespace + "/" + name;
  }

  /** The name that its cluster has in the fleet: one namespace can't take another's. */
  String cluster() {
    return namespace + "-" + name;
  }
}
