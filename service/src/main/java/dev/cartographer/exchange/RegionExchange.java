package dev.cartographer.exchange;

import dev.cartographer.exchange.ServiceStep.BearerPost;
import dev.cartographer.exchange.ServiceStep.ElasticsearchApiKey;
import dev.cartographer.exchange.ServiceStep.None;
import dev.cartographer.exchange.ServiceStep.TokenExchange;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.limit.Gates;
import dev.cartographer.limit.HeldBack;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.token.ServiceToken;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The exchange of a binding's region: the cluster's identity becomes an IAM token, the IAM token
 * becomes the service's, and the service is shown it.
 *
 * <p>There is one way from identity to token and no weaker one beside it: an exchange that cannot
 * be made fails (CVE-2026-9704).
 */
public final class RegionExchange implements Exchange {
  private final Map<Name, Region> regions;
  private final Credentials credentials;
  private final TokenClient client;
  private final IamExchange iam;
  private final IngestCheck ingest;
  private final Revocations revocations;
  private final Gates gates;
  private final Clock clock;

  /**
   * An exchange that knows no token yet.
   *
   * @param random makes the ids of client assertions; must not be guessable
   */
  public RegionExchange(
      Collection<Region> regions,
      SecretResolver secrets,
      ServiceAccountTokens serviceAccounts,
      OutboundHttp http,
      Gates gates,
      Clock clock,
      RandomGenerator random) {
    this.regions = regions.stream().collect(Collectors.toMap(Region::name, Function.identity()));
    this.credentials = new Credentials(secrets, clock, random);
    var askers = new Askers(credentials, serviceAccounts);
    var authorities = new Authorities(credentials, http, clock);
    this.client = new TokenClient(authorities, http, clock);
    this.iam = new IamExchange(askers, client, gates, clock);
    this.ingest = new IngestCheck(http, clock);
    var revoking = new RevocationClient(http, clock);
    this.revocations =
        new Revocations(revoking, authorities, credentials, askers, iam, gates, clock);
    this.gates = gates;
    this.clock = clock;
  }

  @Override
  public Exchanged tokenFor(Binding binding, Optional<Dependency> failedAt) {
    var attempts = new Attempts(clock, failedAt);
    try {
      var region = regionOf(binding.cluster());
      var token = exchanged(binding, region, attempts);
      var keeps = region.issuing(binding.signal()).revoking().isPresent();
      var issued = new ServiceToken(token.text(), token.issuedAt(), token.expiresAt(), keeps);
      return new Exchanged.Issued(issued, attempts.inOrder());
    } catch (DependencyFailure failure) {
      return new Exchanged.Failed(failure.fault(), attempts.inOrder());
    } catch (HeldBack held) {
      return new Exchanged.Held(held, attempts.inOrder());
    }
  }

  private BearerToken exchanged(Binding binding, Region region, Attempts attempts) {
    var service = Dependency.issuing(binding.signal());
    return switch (region.issuing(binding.signal()).step()) {
      case TokenExchange step ->
          traded(
              binding,
              region,
              attempts,
              token ->
                  new TokenExchangeRequest(service, step, credentials.own(step.client()), token));
      case BearerPost step ->
          traded(
              binding,
              region,
              attempts,
              token -> new BearerPostRequest(service, step, binding.cluster(), token));
      case ElasticsearchApiKey step ->
          traded(
              binding,
              region,
              attempts,
              token -> new ElasticsearchKeyRequest(service, step, binding, token));
      case None(var audience) -> itself(binding, region, audience, attempts);
    };
  }

  private BearerToken traded(
      Binding binding,
      Region region,
      Attempts attempts,
      Function<BearerToken, TokenRequest> request) {
    var vouched = iam.vouched(binding, region, attempts);
    try {
      return issued(binding, region, request.apply(vouched.token()), attempts);
    } catch (SubjectRefused refused) {
      iam.drop(vouched);
      // A refused IAM token that was not asked for just now may have been revoked since: that is
      // worth one more try with a fresh one, and no more, since a service that refuses everybody
      // must not double the work of IAM.
      if (attempts.count() > 1) {
        throw new DependencyFailure(refused.fault(), refused);
      }
      return traded(binding, region, attempts, request);
    }
  }

  /** Through the gate of the service, once for both: a token that it does not take is none. */
  private BearerToken issued(
      Binding binding, Region region, TokenRequest request, Attempts attempts) {
    var service = request.dependency();
    return gates
        .of(region.name(), service)
        .pass(
            attempts.again(service),
            () -> {
              var token = attempts.at(service, () -> client.ask(request));
              verify(binding, region, token, attempts);
              return token;
            });
  }

  /**
   * The IAM token as the one to write with. Of this binding alone: two with one token would end
   * together, and revoking one's would end the other's.
   */
  private BearerToken itself(
      Binding binding, Region region, Optional<String> audience, Attempts attempts) {
    var token = iam.fresh(binding, region, audience, attempts);
    var service = Dependency.issuing(binding.signal());
    if (region.issuing(binding.signal()).verification().isEmpty()) {
      return token;
    }
    return gates
        .of(region.name(), service)
        .pass(
            attempts.again(service),
            () -> {
              verify(binding, region, token, attempts);
              return token;
            });
  }

  private void verify(Binding binding, Region region, BearerToken token, Attempts attempts) {
    var service = region.issuing(binding.signal());
    var asked = Dependency.issuing(binding.signal());
    service
        .verification()
        .ifPresent(call ->
            attempts.verifying(
                asked, () -> ingest.check(asked, call, service.step().scheme(), token)));
  }

  @Override
  public Optional<Revocation> revocation(Binding binding) {
    return Optional.ofNullable(regions.get(binding.cluster().carrier().region()))
        .flatMap(region -> revocations.of(binding, region));
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
}
