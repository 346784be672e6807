package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A namespace in which Cartographer may do what its work takes and nothing else: create Secrets,
 * and read and patch its own two.
 *
 * @param token of the service account that Cartographer uses there
 */
record TenantNamespace(KubernetesApi kubernetes, String name, String token) {
  private static final String ROLES = "apis/rbac.authorization.k8s.io/v1";

  static TenantNamespace create(KubernetesApi kubernetes, String name) {
    var inside = "/namespaces/" + name;
    kubernetes.create("/api/v1/namespaces", named("v1", "Namespace", name));
    kubernetes.create(
        "/api/v1" + inside + "/serviceaccounts", named("v1", "ServiceAccount", "cartographer"));
    kubernetes.create("/" + ROLES + inside + "/roles", role());
    kubernetes.create("/" + ROLES + inside + "/rolebindings", binding("cartographer", name));
    var request = named("authentication.k8s.io/v1", "TokenRequest", "cartographer");
    var account = "/api/v1" + inside + "/serviceaccounts/cartographer";
    var answer = kubernetes.create(account + "/token", request);
    return new TenantNamespace(kubernetes, name, answer.at("/status/token").asText());
  }

  /** Adds the service account {@code shipper}, whose tokens Cartographer may ask for. */
  void addShipper() {
    var inside = "/namespaces/" + name;
    kubernetes.create(
        "/api/v1" + inside + "/serviceaccounts", named("v1", "ServiceAccount", "shipper"));
    kubernetes.create(
        "/" + ROLES + inside + "/roles",
        Http.json(
            """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
             "metadata": {"name": "cartographer-identity"},
             "rules": [
               {"apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"],
                "resourceNames": ["shipper"]}]}
            """));
    kubernetes.create(
        "/" + ROLES + inside + "/rolebindings", binding("cartographer-identity", name));
  }

  private static JsonNode named(String version, String kind, String name) {
    return Http.json(
        """
        {"apiVersion": "%s", "kind": "%s", "metadata": {"name": "%s"}}\
        """
            .formatted(version, kind, name));
  }

  private static JsonNode role() {
    return Http.json(
        """
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
         "metadata": {"name": "cartographer"},
         "rules": [
           {"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]},
           {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "patch"],
            "resourceNames": ["cartographer-logs", "cartographer-metrics"]}]}
        """);
  }

  private static JsonNode binding(String role, String namespace) {
    return Http.json(
        """
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
         "metadata": {"name": "%1$s"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role",
                     "name": "%1$s"},
         "subjects": [{"kind": "ServiceAccount", "name": "cartographer", "namespace": "%2$s"}]}
        """
            .formatted(role, namespace));
  }

  /** The file with which the service account reaches its namespace. */
  String kubeconfig() {
    var authority = kubernetes.certificate().getBytes(StandardCharsets.UTF_8);
    return """
    apiVersion: v1
    kind: Config
    current-context: cluster
    contexts:
      - name: cluster
        context: {cluster: cluster, user: cartographer}
    clusters:
      - name: cluster
        cluster:
          server: %s
          certificate-authority-data: %s
    users:
      - name: cartographer
        user: {token: %s}
    """
        .formatted(kubernetes.address(), Base64.getEncoder().encodeToString(authority), token);
  }

  /** The Secret of a signal as it lies there now. */
  HeldSecret held(String signal) {
    return HeldSecret.of(kubernetes.get(secret(signal)).good());
  }

  /** What the Secret of a signal has beside each other. */
  List<String> keys(String signal) {
    var keys = new ArrayList<String>();
    kubernetes.get(secret(signal)).good().path("data").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  boolean holds(String signal) {
    return kubernetes.get(secret(signal)).status() == 200;
  }

  void deleteSecret(String signal) {
    kubernetes.delete(secret(signal));
  }

  private String secret(String signal) {
    return "/api/v1/namespaces/" + name + "/secrets/cartographer-" + signal;
  }
}
