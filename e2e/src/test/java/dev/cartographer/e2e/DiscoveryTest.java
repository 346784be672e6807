package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clusters that announce themselves on a carrier, which is a real API server. */
@ExtendWith(RealServers.Provided.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CTELS =
      "/apis/telemetry.cartographer.dev/v1alpha1/namespaces/%s/clustertelemetries";

  private final KubernetesApi kubernetes;
  private final TenantNamespace acme;
  private final TenantNamespace capi;
  private final PatientIam iam = new PatientIam(Duration.ofMinutes(10));
  private final Product product = new Product(Repository.emptied("discovery"));

  DiscoveryTest(RealServers servers) throws IOException {
    kubernetes = servers.kubernetes();
    kubernetes.createYaml(
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", example("crd.yaml"));
    acme = TenantNamespace.create(kubernetes, "ctel-acme");
    capi = TenantNamespace.create(kubernetes, "ctel-capi");
    kubernetes.serviceAccount("ctel-nobody", "cartographer");
    grant(acme, "[get]");
    grant(capi, "[get, list, watch]");
    product.secret("carrier", acme.kubeconfig());
    product.secret("carrier-capi", capi.kubeconfig());
    product.configure(
        """
          discovery:
            carrier-1:
              region: local
              kubeconfig-file: carrier
              tenants: {ctel-acme: acme}
            carrier-2:
              region: local
              kubeconfig-file: carrier-capi
              tenants: {ctel-capi: acme}
              kubeconfig-secrets: true
              target-namespace: ctel-capi
        """
            + iam.region("replica-1"));
    product.start();
    Eventually.so(
        "both watches", PATIENCE, () -> product.metric("cartographer_discovery_watching") == 2);
  }

  /** The rights that the documentation names, with those to Secrets as it says. */
  private void grant(TenantNamespace namespace, String secrets) {
    var inside = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace.name();
    kubernetes.createYaml(
        inside + "/roles",
        example("rbac.yaml")
            .replace("namespace: acme", "namespace: " + namespace.name())
            .replace("verbs: [get]  ", "verbs: " + secrets + "  "));
    kubernetes.create(inside + "/rolebindings", binding(namespace.name()));
  }

  private static JsonNode binding(String namespace) {
    return Http.json(
        """
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
         "metadata": {"name": "cartographer-discovery"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role",
                     "name": "cartographer-discovery"},
         "subjects": [{"kind": "ServiceAccount", "name": "cartographer", "namespace": "%s"}]}
        """
            .formatted(namespace));
  }

  private static String example(String name) {
    try {
      return Files.readString(Repository.file("docs/examples/discovery/" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  void end() {
    product.close();
    iam.close();
  }

  private void secret(String namespace, String name, Map<String, String> data) {
    var secret = Http.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
    secret.putObject("metadata").put("name", name);
    var values = secret.putObject("data");
    data.forEach((key, value) -> values.put(key, value.getBytes(StandardCharsets.UTF_8)));
    kubernetes.create("/api/v1/namespaces/" + namespace + "/secrets", secret);
  }

  private void announce(String namespace, String name, TenantNamespace target) {
    secret(namespace, name + "-iam", Map.of("secret", "a secret of " + name));
    secret(namespace, name + "-kubeconfig", Map.of("value", target.kubeconfig()));
    kubernetes.createYaml(
        CTELS.formatted(namespace),
        example("clustertelemetry.yaml")
            .replace(
                "name: payments, namespace: acme", "name: " + name + ", namespace: " + namespace)
            .replace("payments", name)
            .replace("namespace: logging", "namespace: " + target.name()));
  }

  private JsonNode announced(String namespace, String name) {
    return kubernetes.get(CTELS.formatted(namespace) + "/" + name).body();
  }

  private String condition(String namespace, String name, String type) {
    for (var condition : announced(namespace, name).at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText() + " " + condition.path("reason").asText();
      }
    }
    return "none";
  }

  private List<String> clusters() {
    return StreamSupport.stream(product.api("/clusters").path("items").spliterator(), false)
        .map(c -> c.path("name").asText())
        .toList();
  }

  @Test
  void whatIsAppliedHasTokensAndConditionsWithinFiveSecondsAndLosesThemWhenDeleted() {
    announce("ctel-acme", "payments", acme);

    Eventually.so("both Secrets", SOON, () -> acme.holds("logs") && acme.holds("metrics"));
    Eventually.so(
        "the conditions",
        SOON,
        () -> condition("ctel-acme", "payments", "Ready").equals("True TokensDelivered"));
    assertThat(acme.held("logs").claims().getClaim("cluster")).isEqualTo("ctel-acme-payments");
    assertThat(condition("ctel-acme", "payments", "LogsToken")).isEqualTo("True Delivered");
    assertThat(columns()).contains("ctel-acme-payments", "True", "TokensDelivered", "Delivered");
    assertThat(events("payments")).contains("TokensDelivered");
    assertThat(product.api("/clusters/ctel-acme-payments").path("tenant").asText())
        .isEqualTo("acme");
    var said = product.ask("remove", "cluster", "ctel-acme-payments", "--yes");
    assertThat(said.err()).contains("announces itself as carrier-1/ctel-acme/payments");

    restartAndCheckThatNothingIsWritten();

    kubernetes.delete(CTELS.formatted("ctel-acme") + "/payments");

    Eventually.so(
        "the end of its tokens", SOON, () -> empty(acme, "logs") && empty(acme, "metrics"));
    Eventually.so(
        "the end of the announcement",
        SOON,
        () -> kubernetes.get(CTELS.formatted("ctel-acme") + "/payments").status() == 404);
    assertThat(clusters()).doesNotContain("ctel-acme-payments");
  }

  private void restartAndCheckThatNothingIsWritten() {
    var before = announced("ctel-acme", "payments").at("/metadata/resourceVersion").asText();
    product.kill();
    product.start();
    Eventually.so(
        "both watches", PATIENCE, () -> product.metric("cartographer_discovery_watching") == 2);
    announce("ctel-acme", "later", TenantNamespace.create(kubernetes, "ctel-later"));
    Eventually.so(
        "a round that has seen all",
        SOON,
        () -> condition("ctel-acme", "later", "Ready").equals("True TokensDelivered"));
    assertThat(announced("ctel-acme", "payments").at("/metadata/resourceVersion").asText())
        .isEqualTo(before);
  }

  /** Without the right to delete, a Secret is emptied. */
  private boolean empty(TenantNamespace namespace, String signal) {
    var secret =
        kubernetes
            .get("/api/v1/namespaces/" + namespace.name() + "/secrets/cartographer-" + signal)
            .good();
    return secret.at("/data/token").isMissingNode()
        && secret.at("/metadata/annotations").isMissingNode();
  }

  private String columns() {
    return kubernetes.table(CTELS.formatted("ctel-acme")).at("/rows/0/cells").toString();
  }

  private String events(String name) {
    return StreamSupport.stream(
            kubernetes
                .get("/api/v1/namespaces/ctel-acme/events")
                .good()
                .path("items")
                .spliterator(),
            false)
        .filter(event -> event.at("/involvedObject/name").asText().equals(name))
        .map(event -> event.path("reason").asText())
        .collect(Collectors.joining(" "));
  }

  @Test
  void anAnnouncementWithoutItsSecretSaysSoAndIsEnrolledOnceItIsThere() {
    var target = TenantNamespace.create(kubernetes, "ctel-late");
    secret("ctel-acme", "late-kubeconfig", Map.of("value", target.kubeconfig()));
    kubernetes.createYaml(
        CTELS.formatted("ctel-acme"),
        example("clustertelemetry.yaml")
            .replace("name: payments, namespace: acme", "name: late, namespace: ctel-acme")
            .replace("payments", "late")
            .replace("namespace: logging", "namespace: ctel-late"));
    Eventually.so(
        "the reason",
        SOON,
        () -> condition("ctel-acme", "late", "Ready").equals("False SecretMissing"));

    secret("ctel-acme", "late-iam", Map.of("secret", "a secret"));

    Eventually.so(
        "the conditions",
        PATIENCE,
        () -> condition("ctel-acme", "late", "Ready").equals("True TokensDelivered"));
  }

  @Test
  void aNamespaceThatNobodyWasGivenEnrolsNothing() {
    announce("ctel-nobody", "stranger", acme);
    announce("ctel-acme", "known", TenantNamespace.create(kubernetes, "ctel-known"));

    Eventually.so("the other", SOON, () -> clusters().contains("ctel-acme-known"));

    assertThat(clusters()).noneMatch(name -> name.contains("stranger"));
    assertThat(announced("ctel-nobody", "stranger").path("status").isMissingNode()).isTrue();
    assertThat(announced("ctel-nobody", "stranger").at("/metadata/finalizers").isMissingNode())
        .isTrue();
  }

  @Test
  void aKubeconfigOfClusterApiAnnouncesItsCluster() {
    capi.allow(
        "cartographer-delete",
        Http.json(
            """
            {"apiGroups": [""], "resources": ["secrets"], "verbs": ["delete"],
             "resourceNames": ["cartographer-logs", "cartographer-metrics"]}
            """));
    secret("ctel-capi", "web-cartographer", Map.of("client", "web", "secret", "a secret"));
    var value =
        Base64.getEncoder().encodeToString(capi.kubeconfig().getBytes(StandardCharsets.UTF_8));
    kubernetes.create(
        "/api/v1/namespaces/ctel-capi/secrets",
        Http.json(
            """
            {"apiVersion": "v1", "kind": "Secret", "type": "cluster.x-k8s.io/secret",
             "metadata": {"name": "web-kubeconfig", "labels": {"cluster.x-k8s.io/cluster-name": "web"}},
             "data": {"value": "%s"}}
            """
                .formatted(value)));

    Eventually.so("both Secrets", SOON, () -> capi.holds("logs") && capi.holds("metrics"));
    assertThat(capi.held("logs").claims().getClaim("cluster")).isEqualTo("ctel-capi-web");

    kubernetes.delete("/api/v1/namespaces/ctel-capi/secrets/web-kubeconfig");

    Eventually.so("its end", SOON, () -> !clusters().contains("ctel-capi-web"));
    assertThat(capi.holds("logs") || capi.holds("metrics")).isFalse();
  }
}
