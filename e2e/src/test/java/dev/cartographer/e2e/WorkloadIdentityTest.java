package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Clusters without a secret: a Keycloak that knows some by the tokens which their real API server
 * issues to a service account, and others by the key with which they sign.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadIdentityTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final RSAKey KEY = key();
  private static final Realm SIGNING =
      new Realm("signing", List.of("signer"), HOUR, new Realm.Proof.Key(KEY.toPublicJWK()));

  private final Deque<AutoCloseable> begun = new ArrayDeque<>();
  private Servers servers;
  private Product product;
  private Map<String, TenantNamespace> namespaces;

  /** What is tested against, and the realms made for it. */
  private record Servers(
      KubernetesApi kubernetes, Keycloak keycloak, Realm federated, Realm granting) {}

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("2026-11").keyUse(KeyUse.SIGNATURE).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  void start() {
    product = begin(new Product(Repository.emptied("workload-identity")));
    servers = servers();
    namespaces =
        Stream.of("federated", "granted", "signer", "old-signer")
            .collect(Collectors.toMap(n -> n, this::namespace));
    product.secret("key", KEY.toString());
    product.secret("exchanger-federated", servers.federated.secretOf(Realm.EXCHANGER));
    product.secret("exchanger-granting", servers.granting.secretOf(Realm.EXCHANGER));
    product.secret("exchanger-signing", SIGNING.secretOf(Realm.EXCHANGER));
    product.configure(regions());
    product.write("fleet.yaml", fleet());
    product.start();
    var said = product.ask("enrol", "fleet.yaml");
    assertThat(said.exit()).as(said.all()).isZero();
    Eventually.so("a token in every Secret", PATIENCE, this::allHold);
  }

  private Servers servers() {
    var kubernetes =
        begin(
            KubernetesApi.start(
                path("etcd"), path("kube-apiserver"), Repository.emptied("kubernetes-issuer")));
    kubernetes.publishIssuer();
    product.write("apiserver.pem", kubernetes.certificate());
    var issuer = kubernetes.address();
    var federated =
        new Realm("federated", List.of("federated"), HOUR, new Realm.Proof.ServiceAccount(issuer));
    var granting = new Realm("granting", List.of("granted"), HOUR, new Realm.Proof.Grant(issuer));
    var keycloak =
        begin(
            Keycloak.start(
                path("keycloak-federated"),
                Repository.emptied("keycloak-federated"),
                List.of(federated, granting, SIGNING),
                "--truststore-paths=" + product.directory().resolve("apiserver.pem")));
    return new Servers(kubernetes, keycloak, federated, granting);
  }

  private static Path path(String part) {
    return switch (Part.named(part)) {
      case Part.Found(var path) -> path;
      case Part.Missing missing -> throw Skipping.because(missing.sentence());
    };
  }

  private TenantNamespace namespace(String name) {
    var namespace = TenantNamespace.create(servers.kubernetes, name);
    namespace.addShipper();
    product.secret("kube/" + name, namespace.kubeconfig());
    return namespace;
  }

  private String regions() {
    var keycloak = servers.keycloak;
    return "  regions:\n"
        + region("federated", "federated", iam("client-credentials", servers.federated, ""), "")
        + region("granting", "granting", iam("jwt-bearer", servers.granting, ownClient()), "")
        + region(
            "signing",
            "signing",
            iam("client-credentials", SIGNING, ""),
            ", revocation: {enabled: true, grace: 1s}")
        + region(
            "signing-old",
            "signing",
            "{dialect: client-credentials, token-endpoint: '"
                + keycloak.tokenEndpoint(SIGNING)
                + "', assertion-audience: token-endpoint}",
            "");
  }

  private String iam(String dialect, Realm realm, String more) {
    return "{dialect: %s, issuer: '%s'%s}".formatted(dialect, servers.keycloak.issuer(realm), more);
  }

  private static String ownClient() {
    return ", client-id: cartographer, client-secret-file: exchanger-granting";
  }

  private static String region(String name, String realm, String iam, String more) {
    return """
        %s:
          iam: %s
          logging: {dialect: token-exchange, audience: logging-service, scope: logging, client-id: cartographer, client-secret-file: exchanger-%s%s}
          metrics: {dialect: token-exchange, audience: metrics-service, scope: metrics, client-id: cartographer, client-secret-file: exchanger-%s%s}
    """
        .formatted(name, iam, realm, more, realm, more);
  }

  private static String fleet() {
    return """
    carriers:
      - {name: federated, region: federated}
      - {name: granting, region: granting}
      - {name: signing, region: signing}
      - {name: signing-old, region: signing-old}
    clusters:
    """
        + cluster("federated", "federated", "{serviceAccount: shipper}")
        + cluster("granted", "granting", "{serviceAccount: shipper}")
        + cluster("signer", "signing", "{client: signer, key: {file: key}}")
        + cluster("old-signer", "signing-old", "{client: signer, key: {file: key}}");
  }

  private static String cluster(String name, String carrier, String identity) {
    return """
      - name: %1$s
        tenant: acme
        carrier: %2$s
        identity: %3$s
        target: {namespace: %1$s, kubeconfig: {file: kube/%1$s}}
    """
        .formatted(name, carrier, identity);
  }

  private boolean allHold() {
    return namespaces.values().stream().allMatch(n -> n.holds("logs") && n.holds("metrics"));
  }

  @AfterAll
  void end() throws Exception {
    while (!begun.isEmpty()) {
      begun.pop().close();
    }
  }

  private <T extends AutoCloseable> T begin(T part) {
    begun.push(part);
    return part;
  }

  @Test
  void aServiceAccountsTokenStandsInForItsClientsAssertion() {
    assertThat(held("federated", "logs").claims().getClaims())
        .containsEntry("iss", servers.keycloak.issuer(servers.federated).toString())
        .containsEntry("azp", "cartographer")
        .containsEntry("preferred_username", "service-account-federated");
    assertThat(held("federated", "logs").claims().getAudience()).containsExactly("logging-service");
    assertThat(held("federated", "metrics").claims().getAudience())
        .containsExactly("metrics-service");
  }

  @Test
  void aServiceAccountsTokenIsTakenAsAGrant() {
    assertThat(held("granted", "logs").claims().getClaims())
        .containsEntry("iss", servers.keycloak.issuer(servers.granting).toString())
        .containsEntry("azp", "cartographer")
        .containsEntry("preferred_username", "agent-of-granted");
    assertThat(held("granted", "logs").claims().getAudience()).containsExactly("logging-service");
  }

  @Test
  void anAssertionIsTakenForTheIssuerAndForTheTokenEndpoint() {
    for (var cluster : List.of("signer", "old-signer")) {
      assertThat(held(cluster, "logs").claims().getClaims())
          .containsEntry("preferred_username", "service-account-signer");
      assertThat(held(cluster, "logs").claims().getAudience()).containsExactly("logging-service");
    }
  }

  @Test
  void aReplacedTokenIsRevokedOnceTheNewOneIsThere() {
    var old = held("signer", "metrics");
    assertThat(servers.keycloak.active(SIGNING, old.token())).isTrue();

    assertThat(product.ask("rotate", "cluster", "signer", "--signal", "metrics").exit()).isZero();
    Eventually.so(
        "the new token", PATIENCE, () -> held("signer", "metrics").generation() > old.generation());
    Eventually.so(
        "the old one to be revoked",
        PATIENCE,
        () -> !servers.keycloak.active(SIGNING, old.token()));

    Eventually.so(
        "nothing to be kept beside the new one",
        PATIENCE,
        () ->
            namespace(namespaces, "signer").keys("metrics").equals(List.of("note.json", "token")));
    assertThat(servers.keycloak.active(SIGNING, held("signer", "metrics").token())).isTrue();
    assertThat(product.api("/irrevocables").path("items")).isEmpty();
  }

  @Test
  void anIdentityThatItsRegionDoesNotTakeIsNotEnrolled() {
    product.write(
        "misfit.yaml",
        "carriers:\n  - {name: granting, region: granting}\nclusters:\n"
            + cluster("misfit", "granting", "{client: signer, key: {file: key}}"));

    var said = product.ask("enrol", "misfit.yaml");

    assertThat(said.exit()).isNotZero();
    assertThat(said.err())
        .contains(
            "cluster misfit is enrolled with a client id and private key, but the IAM of region"
                + " granting takes a service account or a token file: enrol it with that");
  }

  private HeldSecret held(String cluster, String signal) {
    return namespace(namespaces, cluster).held(signal);
  }

  private static TenantNamespace namespace(Map<String, TenantNamespace> all, String name) {
    var namespace = all.get(name);
    if (namespace == null) {
      throw new IllegalArgumentException("no such cluster: " + name);
    }
    return namespace;
  }
}
