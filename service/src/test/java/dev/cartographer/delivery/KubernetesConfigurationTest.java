package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.agent.Configuration;
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

class KubernetesConfigurationTest {
  private static final String NAME = "cartographer-logs-agent";
  private static final String GET = "GET /api/v1/namespaces/logging/configmaps/" + NAME;
  private static final String POST =
      "POST /api/v1/namespaces/logging/configmaps?fieldManager=cartographer";
  private static final String CHANGE =
      "PATCH /api/v1/namespaces/logging/configmaps/" + NAME + "?fieldManager=cartographer";
  private static final Target.Namespace TARGET =
      new Target.Namespace(
          new SecretRef.FromFile("kube/acme"), Optional.empty(), new Name("logging"));
  private static final Binding BINDING = Acme.binding(LOGS, TARGET);
  private static final Configuration FIRST =
      new Configuration(Map.of("fluent.conf", "1", "ca.crt", "pem"));
  private static final Configuration SECOND = new Configuration(Map.of("fluent.conf", "2"));
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

  @Test
  void theFirstIsCreatedInOurName() {
    configure(FIRST);

    assertThat(server.lines()).containsExactly(GET, POST);
    var map = server.secret(NAME);
    assertThat(map.path("kind").asText()).isEqualTo("ConfigMap");
    assertThat(map.at("/metadata/labels").toString())
        .isEqualTo(
            "{\"app.kubernetes.io/managed-by\":\"cartographer\",\"cartographer.dev/signal\":\"logs\"}");
    assertThat(map.path("data").toString())
        .isEqualTo(
            "{\"ca.crt\":\"pem\",\"configuration\":\"%s\\n\",\"fluent.conf\":\"1\"}"
                .formatted(FIRST.hash()));
  }

  @Test
  void whatIsThereIsReadAndLeft() {
    configure(FIRST);
    server.patch(
        NAME, "{\"data\": {\"theirs\": \"x\"}, \"metadata\": {\"labels\": {\"a\": \"b\"}}}");

    configure(FIRST);

    assertThat(server.lines()).containsExactly(GET, POST, GET);
  }

  @Test
  void aNewOneIsMergedUnderTheVersionThatWasRead() {
    configure(FIRST);
    server.patch(NAME, "{\"data\": {\"theirs\": \"x\"}}");

    configure(SECOND);

    assertThat(server.lines()).containsExactly(GET, POST, GET, CHANGE);
    var data = server.secret(NAME).path("data");
    assertThat(data.path("fluent.conf").asText()).isEqualTo("2");
    assertThat(data.path("previous.fluent.conf").asText()).isEqualTo("1");
    assertThat(data.has("ca.crt")).isFalse();
    assertThat(data.path("theirs").asText()).isEqualTo("x");
    configure(SECOND);
    assertThat(server.lines()).endsWith(GET);
  }

  @Test
  void somebodyWhoWasFasterIsReadFirst() {
    configure(FIRST);
    server.next(
        "PATCH",
        new Trouble.Meanwhile(() -> server.patch(NAME, "{\"data\": {\"theirs\": \"x\"}}")));

    configure(SECOND);

    assertThat(server.lines()).containsExactly(GET, POST, GET, CHANGE, GET, CHANGE);
    assertThat(server.secret(NAME).at("/data/fluent.conf").asText()).isEqualTo("2");
  }

  @Test
  void aRefusedOneIsRolledBackAndTold() {
    configure(FIRST);
    configure(SECOND);
    server.patch(
        NAME,
        "{\"metadata\": {\"annotations\": {\"cartographer.dev/refused\": \"%s\"}}}"
            .formatted(SECOND.hash()));

    var failure = catchThrowableOfType(DependencyFailure.class, () -> configure(SECOND));

    assertThat(failure.fault().kind()).isEqualTo(FaultKind.DELIVERY_REFUSED);
    assertThat(failure.fault().detail()).contains("refuses its configuration " + SECOND.hash());
    assertThat(server.secret(NAME).at("/data/fluent.conf").asText()).isEqualTo("1");
    assertThat(server.secret(NAME).at("/data/previous.fluent.conf").isMissingNode()).isTrue();
  }

  @Test
  void theRightThatIsMissingIsNamed() {
    server.next("GET", new Trouble.Answer(403, Map.of(), "{}"));

    var failure = catchThrowableOfType(DependencyFailure.class, () -> configure(FIRST));

    assertThat(failure.fault().kind()).isEqualTo(FaultKind.DELIVERY_REFUSED);
    assertThat(failure.fault().detail())
        .contains("ConfigMap logging/" + NAME)
        .contains("get, create and patch on configmaps in namespace logging");
  }

  @Test
  void itIsDeletedUnlessOthersPutSomethingIntoIt() {
    configure(FIRST);
    server.patch(NAME, "{\"data\": {\"theirs\": \"x\"}}");
    assertThat(delivery.takeBackConfiguration(BINDING, TARGET)).isInstanceOf(TakenBack.Left.class);

    server.put(NAME, "{}");
    server.next("DELETE", new Trouble.Answer(403, Map.of(), "{}"));
    server.patch(NAME, "{\"kind\": \"ConfigMap\"}");
    assertThat(delivery.takeBackConfiguration(BINDING, TARGET))
        .isEqualTo(new TakenBack.Left("deleting the agent's ConfigMap is forbidden"));
    assertThat(delivery.takeBackConfiguration(BINDING, TARGET)).isEqualTo(new TakenBack.Done());
    assertThat(delivery.takeBackConfiguration(BINDING, TARGET)).isEqualTo(new TakenBack.Done());
    assertThat(server.lines()).filteredOn(line -> line.startsWith("DELETE")).hasSize(2);
  }

  private void configure(Configuration wanted) {
    delivery.configure(BINDING, TARGET, wanted);
  }
}
