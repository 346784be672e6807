package dev.cartographer.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.Sealing;
import dev.cartographer.secret.SecretRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
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
    }
    return json.set("secret", write(identity.secret(), place.of("identity"))).toString();
  }

  Identity identity(String column, Place place) {
    var json = read(column);
    var secret = secret(json.path("secret"), place.of("identity"));
    return switch (json.path("kind").asText()) {
      case "client" -> new Identity.Client(json.path("clientId").asText(), secret);
      case "api-key" -> new Identity.ApiKey(secret);
      default -> throw new IllegalStateException("unknown kind of identity in " + place);
    };
  }

  String target(Target target, Place place) {
    var json = JSON.createObjectNode();
    switch (target) {
      case Target.Files() -> json.put("kind", "files");
      case Target.Pull() -> json.put("kind", "pull");
      case Target.Namespace(var kubeconfig, var context, var namespace) -> {
        json.put("kind", "namespace").put("namespace", namespace.text());
        context.ifPresent(c -> json.put("context", c));
        json.set("kubeconfig", write(kubeconfig, place.of("target")));
      }
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
              Optional.ofNullable(json.path("context").textValue()),
              new Name(json.path("namespace").asText()));
      default -> throw new IllegalStateException("unknown kind of target in " + place);
    };
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

  private static JsonNode read(String column) {
    try {
      return JSON.readTree(column);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database holds a column that is not JSON", e);
    }
  }
}
