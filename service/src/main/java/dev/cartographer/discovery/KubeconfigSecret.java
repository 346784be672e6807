package dev.cartographer.discovery;

/**
 * The Secret {@code NAME-kubeconfig} that Cluster API keeps for each cluster.
 *
 * @param cluster NAME
 */
record KubeconfigSecret(String namespace, String cluster) {
  String fleetName() {
    return namespace + "-" + cluster;
  }
}
