package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.token.Held;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterClientsTest {
  private static final Vertx EVENT_LOOP = Vertx.vertx();
  private static final Target.Namespace TARGET =
      new Target.Namespace(
          new SecretRef.FromFile("kube/acme"), Optional.empty(), new Name("logging"));

  private ApiServer server;
  private volatile String kubeconfig;
  private ClusterClients clients;

  @BeforeEach
  void startTheApiServer() throws Exception {
    server = new ApiServer();
    kubeconfig = kubeconfig("first-credential");
    clients =
        new ClusterClients(
            _ -> new SecretText(kubeconfig),
            new VertxHttpClientFactory(EVENT_LOOP),
            Clock.systemUTC());
  }

  @AfterEach
  void stopTheApiServer() {
    clients.close();
    server.close();
  }

  @AfterAll
  static void endTheEventLoop() {
    EVENT_LOOP.close();
  }

  @Test
  void theSameKubeconfigIsTheSameClient() {
    try (var one = clients.open(TARGET);
        var other = clients.open(TARGET)) {
      assertThat(one).isSameAs(other);
    }
  }

  @Test
  void aChangedKubeconfigIsUsedAtOnce() {
    held();
    kubeconfig = kubeconfig("second-credential");
    held();

    assertThat(server.requests().stream().map(ApiServer.Request::authorization))
        .containsExactly("Bearer first-credential", "Bearer second-credential");
  }

  @Test
  void aClientInUseOutlivesItsPlaceInTheCache() {
    try (var client = clients.open(TARGET)) {
      clients.close();

      assertThat(client.send(ApiRequest.get("/api/v1/namespaces/logging/secrets/x")).status())
          .isEqualTo(404);
    }
    assertThat(held()).isEqualTo(new Held.Absent());
  }

  @Test
  void aKubeconfigThatCannotBeReadIsTheClustersFault() {
    var unreadable =
        new ClusterClients(
            _ -> {
              throw new SecretUnreadable("there is no file kube/acme");
            },
            new VertxHttpClientFactory(EVENT_LOOP),
            Clock.systemUTC());

    var failure = catchThrowableOfType(DependencyFailure.class, () -> unreadable.open(TARGET));

    assertThat(failure.fault())
        .isEqualTo(
            new Fault(
                Dependency.CLUSTER,
                FaultKind.SECRET_UNREADABLE,
                "the cluster's kubeconfig can't be read: there is no file kube/acme"));
  }

  @Test
  void aKubeconfigThatIsRefusedIsTheClustersFault() {
    kubeconfig = kubeconfig("x, exec: {command: /bin/sh}");

    var failure = catchThrowableOfType(DependencyFailure.class, () -> clients.open(TARGET));

    assertThat(failure.fault().kind()).isEqualTo(FaultKind.SECRET_UNREADABLE);
    assertThat(failure.fault().detail())
        .startsWith("the cluster's kubeconfig is refused: members of its user")
        .contains(": exec;");
  }

  @Test
  void anApiServerThatFailsIsLeftAloneAndWhoWasNotSentToItHasItsFailureToo() {
    var clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
    clients =
        new ClusterClients(
            _ -> new SecretText(kubeconfig), new VertxHttpClientFactory(EVENT_LOOP), clock);
    server.close();
    var tried =
        IntStream.range(0, 3)
            .mapToObj(_ -> catchThrowableOfType(DependencyFailure.class, this::held).fault())
            .toList();

    var untried = catchThrowableOfType(DependencyFailure.class, this::held).fault();

    assertThat(tried).extracting(Fault::kind).containsOnly(FaultKind.CONNECT);
    assertThat(tried).extracting(Fault::retryAfter).containsOnly(Optional.empty());
    assertThat(untried.detail()).isEqualTo(tried.getLast().detail());
    assertThat(untried.retryAfter()).hasValue(Duration.ofSeconds(5));
  }

  private Held held() {
    return new KubernetesDelivery(clients).held(Acme.binding(LOGS, TARGET), TARGET);
  }

  private String kubeconfig(String token) {
    return """
    current-context: here
    contexts: [{name: here, context: {cluster: c, user: u}}]
    clusters: [{name: c, cluster: {server: '%s'}}]
    users: [{name: u, user: {token: %s}}]
    """
        .formatted(server.url(), token);
  }
}
