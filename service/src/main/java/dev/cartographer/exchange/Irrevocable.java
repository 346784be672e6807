package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;

/** A token that can't be revoked, now or later: it must end by itself. */
final class Irrevocable extends DependencyFailure {
  Irrevocable(Dependency service, String why) {
    super(new Fault(service, FaultKind.HTTP_4XX, why));
  }
}
