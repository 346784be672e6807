package dev.cartographer.fleet;

/** One cluster and one signal: the thing that must always hold a valid token. */
public record Binding(long id, Cluster cluster, Signal signal) {
  @Override
  public String toString() {
    return cluster.name() + "/" + signal.word();
  }
}
