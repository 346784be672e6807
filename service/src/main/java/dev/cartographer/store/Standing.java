package dev.cartographer.store;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.rotation.Claim;

/** How a binding stands, whatever the time is: its state but for whether its token has ended. */
enum Standing {
  /** No token was delivered yet. */
  PENDING(0),
  /** The last try went well. */
  WELL(1),
  /** It has a token, perhaps an ended one, and the last try to renew it failed. */
  FAILING(2),
  /** The same, by a fault of its own cluster: nobody else can mend it. */
  FAILING_BY_ITSELF(3);

  private final int number;

  Standing(int number) {
    this.number = number;
  }

  /** The number in the database; never changes. */
  int number() {
    return number;
  }

  /** The inverse of {@link #number()}. */
  static Standing of(int number) {
    return values()[number];
  }

  /** How the claimed binding stood when it was claimed. */
  static Standing of(Claim claim) {
    if (claim.recorded().isEmpty()) {
      return PENDING;
    }
    return claim
        .failedAt()
        .map(at -> at == Dependency.CLUSTER ? FAILING_BY_ITSELF : FAILING)
        .orElse(WELL);
  }

  /** How it stands once it has failed so. */
  static Standing of(Claim claim, Fault fault) {
    if (claim.recorded().isEmpty()) {
      return PENDING;
    }
    return laidTo(fault.dependency(), fault.kind()) == Dependency.CLUSTER
        ? FAILING_BY_ITSELF
        : FAILING;
  }

  /**
   * Whose fault it was, for whoever tries again: a customer's own revoked key is its cluster's
   * fault, though IAM told us of it.
   */
  static Dependency laidTo(Dependency dependency, FaultKind kind) {
    return kind.ofOneCluster() ? Dependency.CLUSTER : dependency;
  }
}
