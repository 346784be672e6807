package dev.cartographer.view;

/**
 * What a request to remove a cluster came to.
 *
 * @param left whether what was delivered is left where it is; then the cluster is gone already
 * @param bindings whose tokens are still to be taken back before it is gone
 */
public record RemovalRequest(String cluster, boolean left, long bindings) {}
