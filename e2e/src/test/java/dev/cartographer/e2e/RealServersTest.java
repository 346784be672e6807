package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the other tests take for granted of the servers. */
@ExtendWith(RealServers.Provided.class)
class RealServersTest {

  @Test
  void keycloakExchangesAClustersTokenForOneOfTheService(RealServers servers) throws Exception {
    var keycloak = servers.keycloak();
    var own = accessToken(keycloak.clientCredentials(RealServers.FLEET, "cluster-01").good());

    var answer = keycloak.exchange(RealServers.FLEET, own, "logging", "logging-service").good();

    var claims = SignedJWT.parse(accessToken(answer)).getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("logging-service");
    assertThat(claims.getStringClaim("azp")).isEqualTo("cartographer");
    assertThat(claims.getStringClaim("preferred_username")).isEqualTo("service-account-cluster-01");
    assertThat(claims.getSubject()).isEqualTo(keycloak.subjectOf(RealServers.FLEET, "cluster-01"));
    assertThat(answer.path("expires_in").asInt()).isBetween(50, 60);
  }

  @Test
  void keycloakRefusesADisabledClientAlone(RealServers servers) {
    var keycloak = servers.keycloak();

    keycloak.enable(RealServers.FLEET, "cluster-02", false);

    assertThat(List.of("cluster-02", "cluster-03"))
        .map(client -> keycloak.clientCredentials(RealServers.FLEET, client).status())
        .containsExactly(401, 200);
    keycloak.enable(RealServers.FLEET, "cluster-02", true);
    assertThat(keycloak.clientCredentials(RealServers.FLEET, "cluster-02").status()).isEqualTo(200);
  }

  @Test
  void anAccountReachesItsOwnSecretsAndNothingElse(RealServers servers) {
    var kubernetes = servers.kubernetes();
    var mine = TenantNamespace.create(kubernetes, "rights-mine");
    TenantNamespace.create(kubernetes, "rights-other");

    assertThat(
            List.of(
                "/api/v1/namespaces/rights-mine/secrets/cartographer-logs",
                "/api/v1/namespaces/rights-mine/secrets/another",
                "/api/v1/namespaces/rights-mine/secrets",
                "/api/v1/namespaces/rights-other/secrets/cartographer-logs"))
        .map(path -> kubernetes.getAs(mine.token(), path).status())
        .containsExactly(404, 403, 403, 403);
  }

  @Test
  void theWitnessSeesEveryVersionAndNamesWhatMustNotBe(RealServers servers) {
    var tenant = TenantNamespace.create(servers.kubernetes(), "witnessed");
    var token = ownToken(servers, "cluster-04");
    var next = ownToken(servers, "cluster-04");
    var path = "/api/v1/namespaces/witnessed/secrets";

    try (var witness = new SecretWatch(servers.kubernetes(), List.of("witnessed"))) {
      servers.kubernetes().create(path, secret(1, token));
      servers.kubernetes().replace(path + "/cartographer-logs", secret(2, next));
      servers.kubernetes().replace(path + "/cartographer-logs", secret(1, token));
      tenant.deleteSecret("logs");
      var place = "witnessed/cartographer-logs";
      Eventually.so(
          "the deletion to be seen",
          Duration.ofSeconds(10),
          () -> witness.complaints().size() == 2);

      assertThat(witness.versionsOf(place))
          .extracting(HeldSecret::generation, HeldSecret::token)
          .containsExactly(tuple(1L, token), tuple(2L, next), tuple(1L, token));
      assertThat(witness.complaints())
          .containsExactly(place + " went from generation 2 to 1", place + " was deleted");
    }
  }

  private static String ownToken(RealServers servers, String client) {
    return accessToken(servers.keycloak().clientCredentials(RealServers.FLEET, client).good());
  }

  private static String accessToken(JsonNode answer) {
    return answer.path("access_token").asText();
  }

  private static JsonNode secret(long generation, String token) {
    return Http.json(
        """
        {"apiVersion": "v1", "kind": "Secret",
         "metadata": {"name": "cartographer-logs",
                      "annotations": {"cartographer.dev/generation": "%d"}},
         "stringData": {"token": "%s"}}
        """
            .formatted(generation, token));
  }
}
