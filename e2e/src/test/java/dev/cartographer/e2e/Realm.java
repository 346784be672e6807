package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A realm of Keycloak in which every cluster is a client, and the client {@code cartographer} may
 * exchange their tokens for one of the logging or the metrics service.
 *
 * @param clusters names of the clusters' clients
 * @param lifetime of every token the realm issues
 * @param proof by which the clusters are known
 */
record Realm(String name, List<String> clusters, Duration lifetime, Proof proof) {
  static final String EXCHANGER = "cartographer";

  Realm(String name, List<String> clusters, Duration lifetime) {
    this(name, clusters, lifetime, new Proof.Secret());
  }

  /** How a cluster proves who it is. */
  sealed interface Proof {
    /** By a secret. */
    record Secret() implements Proof {}

    /** By an assertion, signed with the one key whose public half this is. */
    record Key(JWK publicKey) implements Proof {}

    /**
     * By the token of the service account {@code shipper} in the cluster's own namespace, as its
     * client's assertion.
     */
    record ServiceAccount(URI issuer) implements Proof {}

    /** By the same token as a grant; then it is a user, and {@code cartographer} presents it. */
    record Grant(URI issuer) implements Proof {}
  }

  /** The secret of one of its clients. */
  String secretOf(String client) {
    return client + "-secret-of-" + name;
  }

  /** The realm as the server imports it. */
  JsonNode json() {
    var realm = Http.JSON.createObjectNode();
    realm.put("realm", name).put("enabled", true).put("sslRequired", "none");
    realm.put("accessTokenLifespan", lifetime.toSeconds());
    scopes(realm.putArray("clientScopes"));
    realm.putArray("defaultDefaultClientScopes").add("basic").add("username");
    var clients = realm.putArray("clients");
    clusters.forEach(cluster -> cluster(clients, cluster));
    exchanger(clients);
    List.of("logging-service", "metrics-service").forEach(service -> client(clients, service));
    trust(realm);
    return realm;
  }

  private static void scopes(ArrayNode scopes) {
    mapper(scope(scopes, "basic", false), "oidc-sub-mapper");
    mapper(scope(scopes, "username", false), "oidc-usermodel-attribute-mapper")
        .put("user.attribute", "username")
        .put("claim.name", "preferred_username")
        .put("jsonType.label", "String");
    audience(scope(scopes, "logging", true), "logging-service");
    audience(scope(scopes, "metrics", true), "metrics-service");
  }

  /** A scope; one that every token has is not worth telling in its list of scopes. */
  private static ObjectNode scope(ArrayNode scopes, String name, boolean told) {
    var scope = scopes.addObject().put("name", name).put("protocol", "openid-connect");
    scope.putObject("attributes").put("include.in.token.scope", Boolean.toString(told));
    return scope;
  }

  private void cluster(ArrayNode clients, String cluster) {
    var client = client(clients, cluster);
    client.put("serviceAccountsEnabled", true);
    audience(client, EXCHANGER);
    switch (proof) {
      case Proof.Secret _, Proof.Grant _ -> {}
      case Proof.Key(var key) -> {
        client.put("clientAuthenticatorType", "client-jwt");
        client
            .putObject("attributes")
            .put("use.jwks.string", "true")
            .put("jwks.string", new JWKSet(key).toString());
      }
      case Proof.ServiceAccount _ -> {
        client.put("clientAuthenticatorType", "federated-jwt");
        client
            .putObject("attributes")
            .put("jwt.credential.issuer", "cluster")
            .put("jwt.credential.sub", shipper(cluster));
      }
    }
  }

  /** Whom the tokens of a cluster's service account name. */
  static String shipper(String cluster) {
    return "system:serviceaccount:" + cluster + ":shipper";
  }

  /** The cluster as somebody whose tokens are trusted. */
  private void trust(ObjectNode realm) {
    switch (proof) {
      case Proof.Secret _, Proof.Key _ -> {}
      case Proof.ServiceAccount(var issuer) ->
          provider(realm, "kubernetes").put("issuer", issuer.toString());
      case Proof.Grant(var issuer) -> {
        provider(realm, "jwt-authorization-grant")
            .put("issuer", issuer.toString())
            .put("useJwksUrl", "true")
            .put("jwksUrl", issuer + "/openid/v1/jwks")
            .put("jwtAuthorizationGrantEnabled", "true")
            .put("jwtAuthorizationGrantAssertionReuseAllowed", "true")
            .put("jwtAuthorizationGrantMaxAllowedAssertionExpiration", "3600");
        var users = realm.putArray("users");
        clusters.forEach(cluster -> user(users, cluster));
      }
    }
  }

  private static ObjectNode provider(ObjectNode realm, String type) {
    var provider = realm.putArray("identityProviders").addObject();
    provider.put("alias", "cluster").put("providerId", type).put("enabled", true);
    return provider.putObject("config");
  }

  private static void user(ArrayNode users, String cluster) {
    var user = users.addObject().put("username", "agent-of-" + cluster).put("enabled", true);
    user.putArray("federatedIdentities")
        .addObject()
        .put("identityProvider", "cluster")
        .put("userId", shipper(cluster))
        .put("userName", cluster);
  }

  private void exchanger(ArrayNode clients) {
    var client = client(clients, EXCHANGER);
    client
        .putObject("attributes")
        .put("standard.token.exchange.enabled", "true")
        .put("oauth2.jwt.authorization.grant.enabled", "true")
        .put("oauth2.jwt.authorization.grant.idp", "cluster");
    client.putArray("optionalClientScopes").add("logging").add("metrics");
  }

  private ObjectNode client(ArrayNode clients, String id) {
    var client = clients.addObject();
    client.put("clientId", id).put("secret", secretOf(id)).put("enabled", true);
    client.put("publicClient", false).put("standardFlowEnabled", false);
    client.put("directAccessGrantsEnabled", false).put("fullScopeAllowed", false);
    client.putArray("defaultClientScopes").add("basic").add("username");
    return client;
  }

  private static void audience(ObjectNode holder, String client) {
    mapper(holder, "oidc-audience-mapper").put("included.client.audience", client);
  }

  /** Adds a mapper for access tokens and answers its configuration. */
  private static ObjectNode mapper(ObjectNode holder, String type) {
    var mapper = holder.withArray("protocolMappers").addObject();
    mapper.put("name", type).put("protocol", "openid-connect").put("protocolMapper", type);
    return mapper.putObject("config").put("access.token.claim", "true");
  }
}
