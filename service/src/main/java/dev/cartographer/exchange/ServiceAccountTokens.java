package dev.cartographer.exchange;

import dev.cartographer.fleet.Identity.ServiceAccount;
import dev.cartographer.secret.SecretText;
import java.time.Duration;

/** Has a cluster's API server issue a token of one of its service accounts. */
@FunctionalInterface
public interface ServiceAccountTokens {

  /**
   * A new token.
   *
   * @param audience whom it is for, and nobody else
   * @param lifetime asked for; the cluster decides
   * @throws dev.cartographer.fault.DependencyFailure laid to the cluster, when it gives none
   */
  SecretText tokenOf(ServiceAccount account, String audience, Duration lifetime);
}
