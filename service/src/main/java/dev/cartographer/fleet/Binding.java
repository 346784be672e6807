package dev.cartographer.fleet;

/** One cluster and one signal: the thing that must always hold a valid token. */
public record Binding(Cluster cluster, Signal signal) {

  /** A number that no other binding has. */
  public long id() {
    return cluster.id() * Signal.values().length + signal.number();
  }

  @Override
  public String toString() {
    return cluster.name() + "/" + signal.word();
  }
}
