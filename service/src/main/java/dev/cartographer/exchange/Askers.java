package dev.cartographer.exchange;

import dev.cartographer.exchange.IamStep.ClientCredentials;
import dev.cartographer.exchange.IamStep.IbmApiKey;
import dev.cartographer.exchange.IamStep.JwtBearer;
import dev.cartographer.exchange.IamStep.TokenExchange;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Identity.ApiKey;
import dev.cartographer.fleet.Identity.Client;
import dev.cartographer.fleet.Identity.ServiceAccount;
import dev.cartographer.fleet.Identity.SignedClient;
import dev.cartographer.fleet.Identity.TokenFile;
import dev.cartographer.fleet.Identity.TokenHolder;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Brings a cluster before the IAM of its region, with the identity it has. */
final class Askers {
  private final Credentials credentials;
  private final ServiceAccountTokens serviceAccounts;

  Askers(Credentials credentials, ServiceAccountTokens serviceAccounts) {
    this.credentials = credentials;
    this.serviceAccounts = serviceAccounts;
  }

  /**
   * The cluster as it asks.
   *
   * @throws DependencyFailure when its identity is none that this IAM takes, or can't be read
   */
  Asker of(Cluster cluster, Region region) {
    region
        .objection(cluster.identity())
        .ifPresent(why -> {
          throw misfit(cluster, why);
        });
    return switch (new Meeting(region.iam(), cluster.identity())) {
      case Meeting(ClientCredentials step, Client client) -> basic(cluster, step, client);
      case Meeting(ClientCredentials step, SignedClient client) -> signed(cluster, step, client);
      case Meeting(ClientCredentials step, TokenHolder holder) ->
          vouched(cluster, step, holder, step.workload(), token -> asserted(step, holder, token));
      case Meeting(IbmApiKey step, ApiKey(var key)) -> keyed(step, credentials.of(cluster, key));
      case Meeting(TokenExchange step, TokenHolder holder) ->
          vouched(
              cluster,
              step,
              holder,
              step.workload(),
              token -> new IamExchangeRequest(step, token, credentials.own(step.client())));
      case Meeting(JwtBearer step, TokenHolder holder) ->
          vouched(
              cluster,
              step,
              holder,
              step.workload(),
              token -> new JwtBearerRequest(step, token, credentials.own(step.client())));
      case Meeting(ClientCredentials _, ApiKey _),
          Meeting(IbmApiKey _, Client _),
          Meeting(IbmApiKey _, SignedClient _),
          Meeting(IbmApiKey _, TokenHolder _),
          Meeting(TokenExchange _, Client _),
          Meeting(TokenExchange _, SignedClient _),
          Meeting(TokenExchange _, ApiKey _),
          Meeting(JwtBearer _, Client _),
          Meeting(JwtBearer _, SignedClient _),
          Meeting(JwtBearer _, ApiKey _) ->
          throw new IllegalStateException("the IAM step has no objection to what it does not take");
    };
  }

  private record Meeting(IamStep step, Identity identity) {}

  private Asker basic(Cluster cluster, ClientCredentials step, Client client) {
    var secret = credentials.of(cluster, client.secret());
    var authentication = new ClientAuthentication.Basic(client.clientId(), secret);
    return asker(
        step,
        List.of("client", client.clientId()),
        secret,
        () -> new ClientCredentialsRequest(step, Optional.of(client.clientId()), authentication));
  }

  private Asker signed(Cluster cluster, ClientCredentials step, SignedClient client) {
    var signer = credentials.signer(cluster, client);
    var authentication = new ClientAuthentication.Signs(signer, step.assertions());
    return asker(
        step,
        List.of("key", client.clientId(), client.keyId().toString(), client.algorithm().toString()),
        credentials.of(cluster, client.secret()),
        () -> new ClientCredentialsRequest(step, Optional.of(client.clientId()), authentication));
  }

  private static IamRequest asserted(ClientCredentials step, TokenHolder holder, SecretText token) {
    return new ClientCredentialsRequest(
        step, holder.clientId(), new ClientAuthentication.Presents(holder.clientId(), token));
  }

  private Asker keyed(IbmApiKey step, SecretText key) {
    return asker(step, List.of("api-key"), key, () -> new IbmApiKeyRequest(step, key));
  }

  /** What is asked of the cluster is asked only when IAM is. */
  private Asker vouched(
      Cluster cluster,
      IamStep step,
      TokenHolder holder,
      Workload workload,
      Function<SecretText, IamRequest> request) {
    var secret = credentials.of(cluster, holder.secret());
    return switch (holder) {
      case TokenFile(var _, var client) ->
          asker(
              step,
              List.of("token-file", client.toString()),
              secret,
              () -> request.apply(ClusterToken.checked(cluster, secret)));
      case ServiceAccount account ->
          asker(
              step,
              List.of(
                  account.subject(), account.context().toString(), account.clientId().toString()),
              secret,
              () -> request.apply(issued(cluster, account, workload)));
    };
  }

  private SecretText issued(Cluster cluster, ServiceAccount account, Workload workload) {
    var audience = workload.audience().orElseThrow();
    var token = serviceAccounts.tokenOf(account, audience, workload.lifetime());
    return ClusterToken.checked(cluster, token, account, audience);
  }

  private Asker asker(
      IamStep step, List<String> principal, SecretText secret, Supplier<IamRequest> request) {
    return new Asker(
        step, principal, Fingerprint.of(secret), credentials.fingerprintOfOwn(step), request);
  }

  private static DependencyFailure misfit(Cluster cluster, String why) {
    return new DependencyFailure(
        new Fault(Dependency.CLUSTER, FaultKind.LOCAL, "cluster " + cluster.name() + " " + why));
  }
}
