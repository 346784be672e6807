package dev.cartographer.exchange;

import dev.cartographer.fleet.Binding;

/** Turns a cluster's identity into a token for one signal. */
public interface Exchange {

  /**
   * Asks IAM, then the service; blocks the calling (virtual) thread for as long as they take, which
   * their time-outs bound.
   */
  Exchanged tokenFor(Binding binding);
}
