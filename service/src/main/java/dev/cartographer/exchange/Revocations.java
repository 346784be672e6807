package dev.cartographer.exchange;

import dev.cartographer.exchange.Revocation.Outcome;
import dev.cartographer.exchange.ServiceStep.BearerPost;
import dev.cartographer.exchange.ServiceStep.ElasticsearchApiKey;
import dev.cartographer.exchange.ServiceStep.None;
import dev.cartographer.exchange.ServiceStep.TokenExchange;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fleet.Binding;
import dev.cartographer.limit.Gates;
import dev.cartographer.limit.HeldBack;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Replaced;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Revokes the tokens of bindings, as their service has it.
 *
 * <p>Passes no gate: a revocation endpoint that is down must not stop renewals. But it waits while
 * the gate before the service holds calls back.
 */
final class Revocations {
  private final RevocationClient client;
  private final Authorities authorities;
  private final Credentials credentials;
  private final Askers askers;
  private final IamExchange iam;
  private final Gates gates;
  private final Clock clock;

  Revocations(
      RevocationClient client,
      Authorities authorities,
      Credentials credentials,
      Askers askers,
      IamExchange iam,
      Gates gates,
      Clock clock) {
    this.client = client;
    this.authorities = authorities;
    this.credentials = credentials;
    this.askers = askers;
    this.iam = iam;
    this.gates = gates;
    this.clock = clock;
  }

  /** How the tokens of a binding are revoked; empty when they are not. */
  Optional<Revocation> of(Binding binding, Region region) {
    return region
        .issuing(binding.signal())
        .revoking()
        .map(how -> new OfBinding(this, binding, region, how));
  }

  private record OfBinding(Revocations all, Binding binding, Region region, Revoking how)
      implements Revocation {
    @Override
    public Duration grace() {
      return how.grace();
    }

    @Override
    public Outcome revoke(Replaced replaced) {
      return all.revoke(this, replaced.text());
    }
  }

  private Outcome revoke(OfBinding of, SecretText token) {
    var service = Dependency.issuing(of.binding.signal());
    if (gates.of(of.region.name(), service).width() == 0) {
      return new Outcome.Postponed();
    }
    var attempts = new Attempts(clock, Optional.empty());
    try {
      revoke(of, service, token, attempts);
      return new Outcome.Done(attempts.inOrder());
    } catch (Irrevocable never) {
      return new Outcome.Impossible(never.fault().detail(), attempts.inOrder());
    } catch (DependencyFailure failure) {
      return new Outcome.Failed(failure.fault(), attempts.inOrder());
    } catch (HeldBack iamRests) {
      return new Outcome.Postponed();
    }
  }

  private void revoke(OfBinding of, Dependency service, SecretText token, Attempts attempts) {
    switch (of.region.issuing(of.binding.signal()).step()) {
      case TokenExchange step -> {
        var at = place(of.how, step.authority(), service);
        var ours = credentials.own(step.client());
        attempts.revoking(service, () -> client.revoke(service, at, ours, token));
      }
      case None _ -> {
        var at = place(of.how, of.region.iam().authority(), service);
        var theirs = clientOf(of);
        attempts.revoking(service, () -> client.revoke(service, at, theirs, token));
      }
      case ElasticsearchApiKey step -> {
        var key =
            ApiKey.of(token)
                .orElseThrow(() ->
                    new Irrevocable(service, "what was delivered is no API key of Elasticsearch"));
        var bearer = iam.vouched(of.binding, of.region, attempts).token();
        attempts.revoking(service, () -> client.invalidate(service, step, bearer, key));
      }
      case BearerPost _ -> throw new IllegalStateException("a Service refuses to be made so");
    }
  }

  private Reached place(Revoking how, Authority authority, Dependency service) {
    try {
      return how.endpoint()
          .map(endpoint -> authorities.at(endpoint, authority))
          .or(() -> authorities.reachRevocation(authority))
          .orElseThrow(() ->
              new Irrevocable(
                  service, "the metadata of " + authority + " names no revocation_endpoint"));
    } catch (Mishap mishap) {
      throw new Place(service, authority.toString()).failure(mishap);
    }
  }

  /** Whom IAM has issued the token to: the cluster's client, or ours that presented its token. */
  private ClientAuthentication clientOf(OfBinding of) {
    return switch (askers.of(of.binding.cluster(), of.region).request().get()) {
      case ClientCredentialsRequest(var _, var _, var clusters) -> clusters;
      case IamExchangeRequest(var _, var _, var ours) -> ours;
      case JwtBearerRequest(var _, var _, var ours) -> ours;
      case IbmApiKeyRequest _ -> throw new IllegalStateException("a Region refuses to be made so");
    };
  }
}
