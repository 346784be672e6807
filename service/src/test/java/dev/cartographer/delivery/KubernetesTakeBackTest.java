package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.delivery.ApiServer.Trouble;
import dev.cartographer.delivery.Delivery.TakenBack;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesTakeBackTest {
  private static final String NAME = "cartographer-logs";
  private static final Target.Namespace TARGET =
      new Target.Namespace(
          new SecretRef.FromFile("kube/acme"), Optional.empty(), new Name("logging"));
  private static final Binding BINDING = Acme.binding(LOGS, TARGET);
  private static final Vertx EVENT_LOOP = Vertx.vertx();

  private ApiServer server;
  private ClusterClients clients;
  private KubernetesDelivery delivery;

  @AfterAll
  static void endTheEventLoop() {
    EVENT_LOOP.close();
  }

  @BeforeEach
  void start() throws Exception {
    server = new ApiServer();
    var kubeconfig =
        new SecretText(
            """
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: '%s'}}]
            users: [{name: u, user: {token: a-credential}}]
            """
                .formatted(server.url()));
    clients =
        new ClusterClients(
            _ -> kubeconfig, new VertxHttpClientFactory(EVENT_LOOP), Clock.systemUTC());
    delivery = new KubernetesDelivery(clients);
  }

  @AfterEach
  void end() {
    clients.close();
    server.close();
  }

  private void delivered(long generation) {
    delivery.deliver(BINDING, TARGET, Acme.token(generation), Acme.note(generation));
  }

  private TakenBack takeBack() {
    return delivery.takeBack(BINDING, TARGET, _ -> true);
  }

  @Test
  void aSecretOfOursIsDeleted() {
    delivered(1);

    assertThat(takeBack()).isEqualTo(new TakenBack.Done());

    assertThat(server.has(NAME)).isFalse();
    assertThat(takeBack()).isEqualTo(new TakenBack.Done());
  }

  @Test
  void whatOthersPutIntoItStays() {
    server.put(
        NAME,
        """
        {"metadata": {"labels": {"team": "payments"}}, "type": "Opaque", "data": {"ca": "YQ=="}}
        """);
    delivered(1);

    assertThat(takeBack()).isEqualTo(new TakenBack.Done());

    var secret = server.secret(NAME);
    assertThat(secret.path("data").toString()).isEqualTo("{\"ca\":\"YQ==\"}");
    assertThat(secret.at("/metadata/labels").toString()).isEqualTo("{\"team\":\"payments\"}");
    assertThat(secret.at("/metadata/annotations").toString()).isEqualTo("{}");
  }

  @Test
  void withoutTheRightToDeleteTheSecretIsEmptied() {
    delivered(1);
    server.next("DELETE", new Trouble.Answer(403, Map.of(), "{\"reason\":\"Forbidden\"}"));

    assertThat(takeBack()).isEqualTo(new TakenBack.Done());

    assertThat(server.secret(NAME).path("data").toString()).isEqualTo("{}");
    assertThat(server.secret(NAME).toString()).doesNotContain("cartographer.dev/");
  }

  @Test
  void aTokenThatNobodyCanVouchForStays() {
    server.put(NAME, "{\"type\": \"Opaque\", \"data\": {\"token\": \"YnkgaGFuZA==\"}}");

    assertThat(takeBack())
        .isEqualTo(new TakenBack.Left("there is no note of Cartographer beside the token"));

    assertThat(server.has(NAME)).isTrue();
  }

  @Test
  void aNewerTokenThanTheOneMeantStays() {
    delivered(2);

    assertThat(delivery.takeBack(BINDING, TARGET, Acme.note(1)::equals))
        .isEqualTo(new TakenBack.Left("another token was delivered since"));

    assertThat(server.has(NAME)).isTrue();
  }

  @Test
  void aSecretThatChangesMeanwhileIsReadAgain() {
    delivered(1);
    server.next("DELETE", new Trouble.Meanwhile(() -> delivered(2)));

    assertThat(takeBack()).isEqualTo(new TakenBack.Done());

    assertThat(server.has(NAME)).isFalse();
  }

  @Test
  void aClusterThatRefusesIsNamedAndTheSecretStays() {
    delivered(1);
    var forbidden = new Trouble.Answer(403, Map.of(), "{\"reason\":\"Forbidden\"}");
    server.next("DELETE", forbidden);
    server.next("PATCH", forbidden);

    var failure = catchThrowableOfType(DependencyFailure.class, this::takeBack);

    assertThat(failure.fault().kind()).isEqualTo(FaultKind.DELIVERY_REFUSED);
    assertThat(server.has(NAME)).isTrue();
  }
}
