package dev.cartographer.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.fleet.Agent;
import dev.cartographer.fleet.Agents;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Identity.Algorithm;
import dev.cartographer.fleet.LabelName;
import dev.cartographer.fleet.LabelText;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.fleet.Target;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.Sealing;
import dev.cartographer.secret.SecretRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The columns {@code identity}, {@code target} and {@code workload_keys} of a cluster: JSON, with
 * references in clear and inline secrets sealed to tenant, cluster, column and version.
 */
final class ClusterColumns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Sealing sealing;

  ClusterColumns(Sealing sealing) {
    this.sealing = sealing;
  }

  /**
   * Where a sealed secret belongs.
   *
   * @param version of the cluster
   */
  record Place(String tenant, String cluster, long version) {
    private String of(String column) {
      return String.join("|", tenant, "cluster", cluster, column, Long.toString(version));
    }
  }

  String identity(Identity identity, Place place) {
    var json = JSON.createObjectNode();
    switch (identity) {
      case Identity.Client(var clientId, var _) ->
          json.put("kind", "client").put("clientId", clientId);
      case Identity.ApiKey(var _) -> json.put("kind", "api-key");
      case Identity.SignedClient(var clientId, var _, var keyId, var algorithm) -> {
        json.put("kind", "signed-client").put("clientId", clientId);
        put(json, "keyId", keyId);
        put(json, "algorithm", algorithm.map(Algorithm::name));
      }
      case Identity.ServiceAccount(var namespace, var name, var _, var context, var clientId) -> {
        json.put("kind", "service-account").put("namespace", namespace.text()).put("name", name);
        put(json, "context", context);
        put(json, "clientId", clientId);
      }
      case Identity.TokenFile(var _, var clientId) -> {
        json.put("kind", "token-file");
        put(json, "clientId", clientId);
      }
    }
    return json.set("secret", write(identity.secret(), place.of("identity"))).toString();
  }

  Identity identity(String column, Place place) {
    var json = read(column);
    var secret = secret(json.path("secret"), place.of("identity"));
    return switch (json.path("kind").asText()) {
      case "client" -> new Identity.Client(json.path("clientId").asText(), secret);
      case "api-key" -> new Identity.ApiKey(secret);
      case "signed-client" ->
          new Identity.SignedClient(
              json.path("clientId").asText(),
              secret,
              text(json, "keyId"),
              text(json, "algorithm").map(Algorithm::of));
      case "service-account" ->
          new Identity.ServiceAccount(
              new Name(json.path("namespace").asText()),
              json.path("name").asText(),
              secret,
              text(json, "context"),
              text(json, "clientId"));
      case "token-file" ->
          new Identity.TokenFile(
              new SecretRef.FromFile(json.at("/secret/file").asText()), text(json, "clientId"));
      default -> throw new IllegalStateException("unknown kind of identity in " + place);
    };
  }

  /** The target, and whose configuration goes there. */
  String target(Target target, Agents agents, Place place) {
    var json = JSON.createObjectNode();
    switch (target) {
      case Target.Files() -> json.put("kind", "files");
      case Target.Pull() -> json.put("kind", "pull");
      case Target.Namespace(var kubeconfig, var context, var namespace) -> {
        json.put("kind", "namespace").put("namespace", namespace.text());
        put(json, "context", context);
        json.set("kubeconfig", write(kubeconfig, place.of("target")));
      }
    }
    if (!agents.isNone()) {
      write(agents, json.putObject("agents"));
    }
    return json.toString();
  }

  Target target(String column, Place place) {
    var json = read(column);
    return switch (json.path("kind").asText()) {
      case "files" -> new Target.Files();
      case "pull" -> new Target.Pull();
      case "namespace" ->
          new Target.Namespace(
              secret(json.path("kubeconfig"), place.of("target")),
              text(json, "context"),
              new Name(json.path("namespace").asText()));
      default -> throw new IllegalStateException("unknown kind of target in " + place);
    };
  }

  private static void write(Agents agents, ObjectNode json) {
    agents.logs().ifPresent(agent -> json.put("logs", agent.word()));
    agents.metrics().ifPresent(agent -> json.put("metrics", agent.word()));
    var labels = json.putObject("labels");
    agents.labels().forEach((name, text) -> labels.put(name.text(), text.text()));
  }

  /** The agents that stand beside a target. */
  static Agents agents(String column) {
    var json = read(column).path("agents");
    var labels = new TreeMap<LabelName, LabelText>();
    for (var label : json.path("labels").properties()) {
      labels.put(new LabelName(label.getKey()), new LabelText(label.getValue().asText()));
    }
    return new Agents(agent(json, Signal.LOGS), agent(json, Signal.METRICS), labels);
  }

  private static Optional<Agent> agent(JsonNode agents, Signal signal) {
    return Optional.ofNullable(agents.path(signal.word()).textValue())
        .map(word -> Agent.of(signal, word));
  }

  /** The keys of a workload; none when they are the operator's. */
  @Nullable String keys(Optional<Workload> workload, Place place) {
    return workload
        .flatMap(Workload::keys)
        .map(ref -> write(ref, place.of("workload")).toString())
        .orElse(null);
  }

  /** The workload of a row; empty when nobody speaks for the cluster's agents. */
  Optional<Workload> workload(ResultSet row, Place place) throws SQLException {
    var issuer = row.getString("workload_issuer");
    if (issuer == null) {
      return Optional.empty();
    }
    var keys = row.getString("workload_keys");
    return Optional.of(
        new Workload(
            issuer,
            row.getString("workload_subject"),
            Optional.ofNullable(keys).map(text -> secret(read(text), place.of("workload")))));
  }

  private ObjectNode write(SecretRef ref, String place) {
    var json = JSON.createObjectNode();
    return switch (ref) {
      case SecretRef.FromFile(var name) -> json.put("file", name);
      case SecretRef.FromEnvironment(var name) -> json.put("env", name);
      case SecretRef.Inline(var text) -> json.put("sealed", sealing.seal(text, place).base64());
      case SecretRef.Sealed sealed ->
          json.put("sealed", sealing.seal(sealing.open(sealed), place).base64());
    };
  }

  private SecretRef secret(JsonNode json, String place) {
    if (json.has("file")) {
      return new SecretRef.FromFile(json.path("file").asText());
    }
    if (json.has("env")) {
      return new SecretRef.FromEnvironment(json.path("env").asText());
    }
    return new SecretRef.Sealed(json.path("sealed").asText(), place);
  }

  private static void put(ObjectNode json, String member, Optional<String> text) {
    text.ifPresent(t -> json.put(member, t));
  }

  private static Optional<String> text(JsonNode json, String member) {
    return Optional.ofNullable(json.path(member).textValue());
  }

  private static JsonNode read(String column) {
    try {
      return JSON.readTree(column);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database holds a column that is not JSON", e);
    }
  }
}
