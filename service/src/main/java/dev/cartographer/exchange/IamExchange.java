package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fleet.Binding;
import dev.cartographer.limit.Gates;
import java.time.Clock;
import java.util.Optional;

/** The first half of an exchange: a cluster's identity becomes an IAM token. */
final class IamExchange {
  private final Askers askers;
  private final TokenClient client;
  private final Gates gates;
  private final IamTokens tokens;

  IamExchange(Askers askers, TokenClient client, Gates gates, Clock clock) {
    this.askers = askers;
    this.client = client;
    this.gates = gates;
    this.tokens = new IamTokens(clock);
  }

  /** A token with the key that finds it again. */
  record Vouched(IamKey key, BearerToken token) {}

  /**
   * The IAM token of a binding's cluster, from memory or from IAM. When there is none, the step
   * after it is noted as not made.
   */
  Vouched vouched(Binding binding, Region region, Attempts attempts) {
    try {
      var asker = askers.of(binding.cluster(), region);
      var key = IamKey.of(binding.cluster(), region, asker);
      var token =
          tokens.tokenFor(
              key,
              () -> {
                var request = asker.request().get();
                return asked(region, request, request.expected(), attempts);
              });
      return new Vouched(key, token);
    } catch (DependencyFailure failure) {
      attempts.blocked(Dependency.issuing(binding.signal()));
      throw failure;
    }
  }

  /** Forgets a token that a service refused; a newer one stays. */
  void drop(Vouched refused) {
    tokens.drop(refused.key(), refused.token());
  }

  /**
   * A token for this binding alone, never from memory.
   *
   * @param audience that it must be for
   */
  BearerToken fresh(Binding binding, Region region, Optional<String> audience, Attempts attempts) {
    try {
      var request = askers.of(binding.cluster(), region).request().get();
      var expected = audience.map(request.expected()::forAudience).orElse(request.expected());
      return asked(region, request, expected, attempts);
    } catch (DependencyFailure failure) {
      attempts.blocked(Dependency.issuing(binding.signal()));
      throw failure;
    }
  }

  /** Through the gate of IAM; what the gate holds back is no attempt. */
  private BearerToken asked(
      Region region, IamRequest request, Expected expected, Attempts attempts) {
    var iam = Dependency.IAM;
    return gates
        .of(region.name(), iam)
        .pass(attempts.again(iam), () -> attempts.at(iam, () -> client.ask(request, expected)));
  }
}
