package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Identity.ServiceAccount;
import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Has an API server issue a token of a service account (Kubernetes' TokenRequest, {@code POST
 * …/serviceaccounts/NAME/token}). It takes the right to {@code create} {@code
 * serviceaccounts/token} of that one name.
 */
public final class ClusterTokenRequest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClusterClients clients;

  public ClusterTokenRequest(ClusterClients clients) {
    this.clients = clients;
  }

  /**
   * A new token, bound to the service account and to nothing else.
   *
   * @param audience whom it is for
   * @param lifetime asked for; the API server may give another
   * @throws DependencyFailure {@code NO_CLUSTER_TOKEN} when it gives none, {@code
   *     SECRET_UNREADABLE} when the kubeconfig can't be used, or as every call to a cluster
   */
  public SecretText tokenOf(ServiceAccount account, String audience, Duration lifetime) {
    try (var cluster = clients.open(account.secret(), account.context())) {
      var answer = cluster.send(request(account, audience, lifetime));
      var token = answer.json().at("/status/token").asText();
      if (answer.status() != 201 || token.isEmpty()) {
        throw refused(account, cluster, answer);
      }
      return new SecretText(token);
    }
  }

  private static ApiRequest request(ServiceAccount account, String audience, Duration lifetime) {
    var body =
        JSON.createObjectNode()
            .put("apiVersion", "authentication.k8s.io/v1")
            .put("kind", "TokenRequest");
    var spec = body.putObject("spec");
    spec.putArray("audiences").add(audience);
    spec.put("expirationSeconds", lifetime.toSeconds());
    var target = "/api/v1/namespaces/" + account.namespace() + "/serviceaccounts/" + account.name();
    return new ApiRequest(
        "POST", target + "/token", "application/json", Optional.of(body.toString()));
  }

  private static DependencyFailure refused(
      ServiceAccount account, ClusterClient cluster, ApiAnswer answer) {
    var words = Excerpt.of(answer.message(), List.of(cluster.credential().secret()));
    var detail =
        "a token of the service account "
            + account.namespace()
            + "/"
            + account.name()
            + " at "
            + cluster.server()
            + ": "
            + why(answer, account)
            + " (status "
            + answer.status()
            + ")"
            + (words.isEmpty() ? "" : ": " + words);
    return new DependencyFailure(
        new Fault(Dependency.CLUSTER, kind(answer.status()), detail, answer.retryAfter()));
  }

  private static String why(ApiAnswer answer, ServiceAccount account) {
    return switch (answer.status()) {
      case 401 -> "it does not accept the kubeconfig's credential";
      case 403 ->
          "it forbids it; needed is create on serviceaccounts/token named " + account.name();
      case 404 -> "there is no such service account";
      case 400, 422 -> "it refuses the request as we sent it";
      case 429 -> "it asks to be left alone for a while";
      default -> answer.status() >= 500 ? "it has failed" : "it answered with something else";
    };
  }

  private static FaultKind kind(int status) {
    return switch (status) {
      case 400, 401, 403, 404, 422 -> FaultKind.NO_CLUSTER_TOKEN;
      case 429 -> FaultKind.HTTP_429;
      default -> status >= 500 ? FaultKind.HTTP_5XX : FaultKind.BAD_RESPONSE;
    };
  }
}
