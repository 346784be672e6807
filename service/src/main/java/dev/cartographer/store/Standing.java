package dev.cartographer.store;

import dev.cartographer.rotation.Claim;

/** How a binding stands, whatever the time is: its state but for whether its token has ended. */
enum Standing {
  /** No token was delivered yet. */
  PENDING(0),
  /** The last try went well. */
  WELL(1),
  /** It has a token, perhaps an ended one, and the last try to renew it failed. */
  FAILING(2);

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
    return claim.failures() > 0 ? FAILING : WELL;
  }
}
