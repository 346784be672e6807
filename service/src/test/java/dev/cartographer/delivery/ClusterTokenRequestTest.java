package dev.cartographer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.delivery.ApiServer.Trouble;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Identity.ServiceAccount;
import dev.cartographer.fleet.Name;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTokenRequestTest {
  private static final String TARGET = "/api/v1/namespaces/logging/serviceaccounts/shipper/token";
  private static final Vertx EVENT_LOOP = Vertx.vertx();

  private ApiServer server;
  private ClusterClients clients;
  private ClusterTokenRequest request;

  @BeforeEach
  void startTheApiServer() throws Exception {
    server = new ApiServer();
    var kubeconfig =
        """
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: we}}]
        clusters: [{name: here, cluster: {server: "%s"}}]
        users: [{name: we, user: {token: our-credential-at-the-cluster}}]
        """
            .formatted(server.url());
    clients =
        new ClusterClients(
            _ -> new SecretText(kubeconfig),
            new VertxHttpClientFactory(EVENT_LOOP),
            Clock.systemUTC());
    request = new ClusterTokenRequest(clients);
  }

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  @AfterAll
  static void endTheEventLoop() {
    EVENT_LOOP.close();
  }

  @Test
  void anAudienceAndALifetimeAreAskedForAndATokenComes() throws Exception {
    var token = request.tokenOf(account("shipper"), "https://iam.example", Duration.ofMinutes(10));

    assertThat(token.reveal()).isEqualTo("shipper-for-https://iam.example");
    var asked = server.requests().getFirst();
    assertThat(asked.line()).isEqualTo("POST " + TARGET);
    assertThat(asked.contentType()).isEqualTo("application/json");
    assertThat(asked.authorization()).isEqualTo("Bearer our-credential-at-the-cluster");
    assertThat(asked.body())
        .contains(
            new ObjectMapper()
                .readTree(
                    """
                    {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                     "spec": {"audiences": ["https://iam.example"], "expirationSeconds": 600}}
                    """));
  }

  @Test
  void aServiceAccountThatIsNotThereIsTheClustersFault() {
    assertThat(faultOf("other"))
        .isEqualTo(
            new Fault(
                Dependency.CLUSTER,
                FaultKind.NO_CLUSTER_TOKEN,
                "a token of the service account logging/other at "
                    + server.url()
                    + ": there is no such service account (status 404): serviceaccounts"
                    + " \"other/token\" not found"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | NO_CLUSTER_TOKEN | it does not accept the kubeconfig's credential
          403 | NO_CLUSTER_TOKEN | it forbids it; needed is create on serviceaccounts/token named shipper
          422 | NO_CLUSTER_TOKEN | it refuses the request as we sent it
          429 | HTTP_429         | it asks to be left alone for a while
          503 | HTTP_5XX         | it has failed
          302 | BAD_RESPONSE     | it answered with something else
          """)
  void whatTheApiServerAnswersIsNamed(int status, FaultKind kind, String why) {
    var answer = "{\"message\": \"you sent our-credential-at-the-cluster\"}";
    server.next("POST", new Trouble.Answer(status, Map.of("Retry-After", "7"), answer));

    var fault = faultOf("shipper");

    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.dependency()).isEqualTo(Dependency.CLUSTER);
    assertThat(fault.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(fault.detail())
        .isEqualTo(
            "a token of the service account logging/shipper at %s: %s (status %d): you sent ***",
            server.url(), why, status);
  }

  @Test
  void aSuccessWithoutATokenIsNone() {
    server.next("POST", new Trouble.Answer(201, Map.of(), "{\"kind\": \"TokenRequest\"}"));

    assertThat(faultOf("shipper").kind()).isEqualTo(FaultKind.BAD_RESPONSE);
  }

  private Fault faultOf(String name) {
    return catchThrowableOfType(
            DependencyFailure.class,
            () -> request.tokenOf(account(name), "https://iam.example", Duration.ofMinutes(10)))
        .fault();
  }

  private static ServiceAccount account(String name) {
    return new ServiceAccount(
        new Name("logging"),
        name,
        new SecretRef.FromFile("kube/acme"),
        Optional.empty(),
        Optional.empty());
  }
}
