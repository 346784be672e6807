package dev.cartographer.exchange;

import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import java.util.Optional;

/** One region's IAM and the two services whose tokens its clusters need. */
public record Region(Name name, IamStep iam, Service logging, Service metrics) {

  /**
   * Takes them together.
   *
   * @throws IllegalArgumentException when the IAM's own tokens are to be revoked and can't be; the
   *     configuration is at fault
   */
  public Region {
    check(iam, logging);
    check(iam, metrics);
  }

  private static void check(IamStep iam, Service service) {
    if (service.step() instanceof ServiceStep.None && service.revoking().isPresent()) {
      if (iam instanceof IamStep.IbmApiKey) {
        throw new IllegalArgumentException(
            "the IAM of ibm-api-key revokes no tokens: leave revocation out");
      }
      Service.checkEndpoint(iam.authority(), service.revoking().get());
    }
  }

  /** With services whose tokens are neither verified nor revoked. */
  public Region(Name name, IamStep iam, ServiceStep logging, ServiceStep metrics) {
    this(name, iam, new Service(logging), new Service(metrics));
  }

  /** The service that issues the tokens of a signal. */
  public Service issuing(Signal signal) {
    return switch (signal) {
      case LOGS -> logging;
      case METRICS -> metrics;
    };
  }

  /**
   * Why a cluster with this identity can't have tokens here, in a sentence's end; empty if it can.
   */
  public Optional<String> objection(Identity identity) {
    return iam.objection(identity)
        .map(why ->
            "is enrolled with %s, but the IAM of region %s %s"
                .formatted(identity.inWords(), name, why));
  }
}
