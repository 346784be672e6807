package dev.cartographer.exchange;

import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;

/** A service refused the IAM token it was shown; a fresh one may do. */
final class SubjectRefused extends DependencyFailure {
  SubjectRefused(Fault fault) {
    super(fault);
  }
}
