package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

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
    kubernetes.create("/" + ROLES + inside + "/rolebindings", binding(name));
    var request = named("authentication.k8s.io/v1", "TokenRequest", "cartographer");
    var account = "/api/v1" + inside + "/serviceaccounts/cartographer";
    var answer = kubernetes.create(account + "/token", request);
    return new TenantNamespace(kubernetes, name, answer.at("/status/token").asText());
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

  private static JsonNode binding(String namespace) {
    return binding(namespace, "cartographer");
  }

  private static JsonNode binding(String namespace, String role) {
    return Http.json(
        """
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
         "metadata": {"name": "%2$s"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role",
                     "name": "%2$s"},
         "subjects": [{"kind": "ServiceAccount", "name": "cartographer", "namespace": "%1$s"}]}
        """
            .formatted(namespace, role));
  }

  /** Lets Cartographer do one thing more there. */
  void allow(String name, JsonNode rule) {
    var role =
        Http.json(
            """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
             "metadata": {"name": "%1$s"}, "rules": [%2$s]}
            """
                .formatted(name, rule));
    var inside = "/" + ROLES + "/namespaces/" + this.name;
    kubernetes.create(inside + "/roles", role);
    kubernetes.create(inside + "/rolebindings", binding(this.name, name));
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
