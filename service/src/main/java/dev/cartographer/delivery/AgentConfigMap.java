package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ConfigMap of one agent: {@code cartographer-logs-agent} or {@code
 * cartographer-metrics-agent}. Pure.
 */
record AgentConfigMap(Name namespace, Signal signal) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REFUSED = "cartographer.dev/refused";

  String name() {
    return "cartographer-" + signal.word() + "-agent";
  }

  String collection() {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  String path() {
    return collection() + "/" + name();
  }

  /**
   * What we own of the ConfigMap: server-side apply keeps the rest, and takes away what we owned
   * before and own no more.
   *
   * @param version the resource version that must still be there; empty at creation
   */
  String manifest(Map<String, String> files, Optional<String> version) {
    var map = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
    var metadata = map.putObject("metadata");
    metadata.put("name", name()).put("namespace", namespace.text());
    version.ifPresent(seen -> metadata.put("resourceVersion", seen));
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "cartographer")
        .put("cartographer.dev/signal", signal.word());
    var data = map.putObject("data");
    files.forEach(data::put);
    return map.toString();
  }

  /** The body of a deletion that is refused when the version is another. */
  static String deletion(String version) {
    var options = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.putObject("preconditions").put("resourceVersion", version);
    return options.toString();
  }

  /** Whether the JSON is this ConfigMap at all. */
  boolean is(JsonNode json) {
    return json.path("kind").asText().equals("ConfigMap")
        && json.at("/metadata/name").asText().equals(name())
        && !json.at("/metadata/resourceVersion").asText().isEmpty();
  }

  static Map<String, String> files(JsonNode map) {
    var files = new TreeMap<String, String>();
    for (var file : map.path("data").properties()) {
      files.put(file.getKey(), file.getValue().asText());
    }
    return files;
  }

  /** The configuration that the companion says was refused. Foreign, and only ever compared. */
  static Optional<String> refused(JsonNode map) {
    return Optional.ofNullable(map.at("/metadata/annotations").path(REFUSED).textValue());
  }
}
