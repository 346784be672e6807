package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * A realm of Keycloak in which every cluster is a client, and the client {@code cartographer} may
 * exchange their tokens for one of the logging or the metrics service.
 *
 * @param clusters names of the clusters' clients
 * @param lifetime of every token the realm issues
 */
record Realm(String name, List<String> clusters, Duration lifetime) {
  static final String EXCHANGER = "cartographer";

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
  }

  private void exchanger(ArrayNode clients) {
    var client = client(clients, EXCHANGER);
    client.putObject("attributes").put("standard.token.exchange.enabled", "true");
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
