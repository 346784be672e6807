package dev.cartographer.exchange;

import dev.cartographer.exchange.IamStep.ClientCredentials;
import dev.cartographer.exchange.IamStep.IbmApiKey;
import dev.cartographer.exchange.ServiceStep.BearerPost;
import dev.cartographer.exchange.ServiceStep.TokenExchange;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Identity.ApiKey;
import dev.cartographer.fleet.Identity.Client;
import dev.cartographer.fleet.Name;
import dev.cartographer.limit.Gates;
import dev.cartographer.limit.HeldBack;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The exchange of a binding's region: the cluster's identity becomes an IAM token, the IAM token
 * becomes the service's.
 *
 * <p>There is one way from identity to token and no weaker one beside it: an exchange that cannot
 * be made fails (CVE-2026-9704).
 */
public final class RegionExchange implements Exchange {
  private final Map<Name, Region> regions;
  private final SecretResolver secrets;
  private final TokenClient client;
  private final IamTokens iamTokens;
  private final Gates gates;
  private final Clock clock;

  public RegionExchange(
      Collection<Region> regions,
      SecretResolver secrets,
      OutboundHttp http,
      Gates gates,
      Clock clock) {
    this.regions = regions.stream().collect(Collectors.toMap(Region::name, Function.identity()));
    this.secrets = secrets;
    this.client = new TokenClient(http, clock);
    this.iamTokens = new IamTokens(clock);
    this.gates = gates;
    this.clock = clock;
  }

  @Override
  public Exchanged tokenFor(Binding binding, Optional<Dependency> failedAt) {
    var attempts = new Attempts(clock, failedAt);
    try {
      var token = exchanged(binding, regionOf(binding.cluster()), attempts);
      return new Exchanged.Issued(token.toServiceToken(), attempts.inOrder());
    } catch (DependencyFailure failure) {
      return new Exchanged.Failed(failure.fault(), attempts.inOrder());
    } catch (HeldBack held) {
      return new Exchanged.Held(held, attempts.inOrder());
    }
  }

  private BearerToken exchanged(Binding binding, Region region, Attempts attempts) {
    var vouched = vouched(binding, region, attempts);
    try {
      return issued(binding, region, vouched.token(), attempts);
    } catch (SubjectRefused refused) {
      iamTokens.drop(vouched.key(), vouched.token());
      return again(binding, region, attempts, refused);
    }
  }

  /**
   * A refused IAM token that was not asked for just now may have been revoked since: that is worth
   * one more try with a fresh one, and no more, since a service that refuses everybody must not
   * double the work of IAM.
   */
  private BearerToken again(
      Binding binding, Region region, Attempts attempts, SubjectRefused refused) {
    if (attempts.count() > 1) {
      throw new DependencyFailure(refused.fault(), refused);
    }
    return exchanged(binding, region, attempts);
  }

  /** The IAM token of the cluster, from memory or from IAM. */
  private Vouched vouched(Binding binding, Region region, Attempts attempts) {
    try {
      var request = identified(binding.cluster(), region);
      var key = IamKey.of(binding.cluster(), region, request);
      return new Vouched(key, iamTokens.tokenFor(key, () -> asked(region, request, attempts)));
    } catch (DependencyFailure failure) {
      attempts.blocked(Dependency.issuing(binding.signal()));
      throw failure;
    }
  }

  private record Vouched(IamKey key, BearerToken token) {}

  /** The token of the signal's service. */
  private BearerToken issued(
      Binding binding, Region region, BearerToken iamToken, Attempts attempts) {
    var service = Dependency.issuing(binding.signal());
    var request =
        switch (region.issuing(binding.signal())) {
          case TokenExchange step ->
              new TokenExchangeRequest(service, step, ours(step.clientSecret()), iamToken);
          case BearerPost step -> new BearerPostRequest(service, step, binding.cluster(), iamToken);
        };
    return asked(region, request, attempts);
  }

  /** Through the gate of whoever is asked; what the gate holds back is no attempt. */
  private BearerToken asked(Region region, TokenRequest request, Attempts attempts) {
    var asked = request.dependency();
    return gates
        .of(region.name(), asked)
        .pass(attempts.again(asked), () -> attempts.at(asked, () -> client.ask(request)));
  }

  private IamRequest identified(Cluster cluster, Region region) {
    return switch (new Meeting(region.iam(), cluster.identity())) {
      case Meeting(ClientCredentials step, Client(var id, var secret)) ->
          new ClientCredentialsRequest(step, id, theirs(cluster, secret));
      case Meeting(IbmApiKey step, ApiKey(var key)) ->
          new IbmApiKeyRequest(step, theirs(cluster, key));
      case Meeting(ClientCredentials _, Identity other) ->
          throw misfit(cluster, region, other.inWords(), "a client id and secret");
      case Meeting(IbmApiKey _, Identity other) ->
          throw misfit(cluster, region, other.inWords(), "an API key");
    };
  }

  private record Meeting(IamStep step, Identity identity) {}

  private static DependencyFailure misfit(
      Cluster cluster, Region region, String has, String wanted) {
    var detail =
        "cluster %s is enrolled with %s, but the IAM of region %s takes %s: enrol it with that"
            .formatted(cluster.name(), has, region.name(), wanted);
    return new DependencyFailure(new Fault(Dependency.CLUSTER, FaultKind.LOCAL, detail));
  }

  private Region regionOf(Cluster cluster) {
    var carrier = cluster.carrier();
    return Optional.ofNullable(regions.get(carrier.region()))
        .orElseThrow(() ->
            new DependencyFailure(
                new Fault(
                    Dependency.CARTOGRAPHER,
                    FaultKind.LOCAL,
                    "carrier %s lies in region %s, of which the configuration knows nothing: add it under cartographer.regions"
                        .formatted(carrier.name(), carrier.region()))));
  }

  private SecretText theirs(Cluster cluster, SecretRef ref) {
    return read(ref, Dependency.CLUSTER, "the secret of cluster " + cluster.name());
  }

  private SecretText ours(SecretRef ref) {
    return read(ref, Dependency.CARTOGRAPHER, "the secret of our own client");
  }

  private SecretText read(SecretRef ref, Dependency owner, String whose) {
    try {
      return secrets.resolve(ref);
    } catch (SecretUnreadable unreadable) {
      var detail = whose + " cannot be read: " + unreadable.getMessage();
      throw new DependencyFailure(
          new Fault(owner, FaultKind.SECRET_UNREADABLE, detail), unreadable);
    }
  }
}
