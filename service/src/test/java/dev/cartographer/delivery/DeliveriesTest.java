package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.METRICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.agent.AgentConfigurations;
import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {

  @Test
  void theClustersTargetChoosesTheWay(@TempDir Path root) throws Exception {
    var eventLoop = Vertx.vertx();
    try (var server = new ApiServer();
        var clients =
            new ClusterClients(
                _ -> kubeconfig(server.url()),
                new VertxHttpClientFactory(eventLoop),
                Clock.systemUTC())) {
      var deliveries =
          new Deliveries(
              new DirectoryDelivery(root, Pickups.IGNORED, Clock.systemUTC()),
              new KubernetesDelivery(clients),
              new PullDelivery(Clock.systemUTC()),
              new AgentConfigurations(Map.of()));
      var files = Acme.binding(METRICS, new Target.Files());
      var kubeconfig = new SecretRef.FromFile("kube/acme");
      var target = new Target.Namespace(kubeconfig, Optional.empty(), new Name("logging"));
      var namespace = Acme.binding(METRICS, target);

      var first = deliveries.deliver(files, Acme.token(1), Acme.note(1));
      var second = deliveries.deliver(namespace, Acme.token(2), Acme.note(2));

      assertThat(first).isEqualTo(new Delivered.Done());
      assertThat(second).isEqualTo(new Delivered.Done());
      assertThat(root.resolve("acme-payments/metrics/token"))
          .hasContent("token-of-generation-1-of-acme");
      assertThat(server.secret("cartographer-metrics").at("/metadata/labels").toString())
          .contains("\"cartographer.dev/signal\":\"metrics\"");
      assertThat(deliveries.held(files)).isEqualTo(new Held.Present(Acme.note(1)));
      assertThat(deliveries.held(namespace)).isEqualTo(new Held.Present(Acme.note(2)));
    } finally {
      eventLoop.close();
    }
  }

  private static SecretText kubeconfig(String url) {
    return new SecretText(
        """
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: '%s'}}]
        users: [{name: u, user: {token: a-credential}}]
        """
            .formatted(url));
  }
}
