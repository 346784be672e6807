package dev.cartographer.exchange;

import dev.cartographer.fault.Fault;

/** A service refused the IAM token it was shown; a fresh one may do. */
final class SubjectRefused extends RuntimeException {
  private final transient Fault fault;

  SubjectRefused(Fault fault) {
    super(fault.detail());
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
