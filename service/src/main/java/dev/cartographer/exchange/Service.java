package dev.cartographer.exchange;

import java.util.Optional;

/**
 * A logging or metrics service: how its tokens are got, looked at and ended.
 *
 * @param verification of a new token before it is delivered
 * @param revoking of the one before, once the new one is in use
 */
public record Service(
    ServiceStep step, Optional<Verification> verification, Optional<Revoking> revoking) {

  /**
   * Takes them together.
   *
   * @throws IllegalArgumentException when tokens of this kind can't be revoked; the configuration
   *     is at fault
   */
  public Service {
    if (revoking.isPresent()) {
      check(step, revoking.get());
    }
  }

  private static void check(ServiceStep step, Revoking revoking) {
    switch (step) {
      case ServiceStep.TokenExchange exchange -> checkEndpoint(exchange.authority(), revoking);
      case ServiceStep.BearerPost _ ->
          throw new IllegalArgumentException(
              "tokens got by a POST have no revocation that is known here: leave revocation out");
      case ServiceStep.ElasticsearchApiKey _ -> {
        if (revoking.endpoint().isPresent()) {
          throw new IllegalArgumentException(
              "an API key is invalidated where it was made: leave revocation.endpoint out");
        }
      }
      case ServiceStep.None _ -> {}
    }
  }

  /** Somebody must say where. */
  static void checkEndpoint(Authority authority, Revoking revoking) {
    if (authority instanceof TokenEndpoint && revoking.endpoint().isEmpty()) {
      throw new IllegalArgumentException(
          "to revoke tokens takes revocation.endpoint, or iam.issuer, whose metadata may name one");
    }
  }

  public Service(ServiceStep step) {
    this(step, Optional.empty(), Optional.empty());
  }
}
