package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Binding;
import java.util.Optional;

/** Turns a cluster's identity into a token for one signal. */
public interface Exchange {

  /**
   * Asks IAM, then the service; blocks the calling (virtual) thread for as long as they take, which
   * their time-outs bound.
   *
   * @param failedAt who let the last try for this binding fail, if it did: a second try at the same
   *     place is made only while its budget lasts
   */
  Exchanged tokenFor(Binding binding, Optional<Dependency> failedAt);

  /** A first try. */
  default Exchanged tokenFor(Binding binding) {
    return tokenFor(binding, Optional.empty());
  }

  /** How tokens of a binding are revoked once they were replaced; empty when they are not. */
  default Optional<Revocation> revocation(Binding binding) {
    return Optional.empty();
  }
}
