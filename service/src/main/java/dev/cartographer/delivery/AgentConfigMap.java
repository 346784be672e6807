package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.agent.Configuration;
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

  /** The ConfigMap as it is created. */
  String manifest(Map<String, String> files) {
    return document(files, Optional.empty()).toString();
  }

  /**
   * What makes the ConfigMap hold these files of ours and no others of ours, and keeps what is not
   * ours. A server-side apply would leave what the creation has put there: to the API server, one
   * who applies is another manager than one who creates, even under the same name.
   *
   * @param seen all that is there
   * @param version the resource version that must still be there
   */
  String change(Map<String, String> seen, Map<String, String> files, String version) {
    var document = document(files, Optional.of(version));
    var data = document.withObject("/data");
    for (var name : Configuration.ours(seen).keySet()) {
      if (!files.containsKey(name)) {
        data.putNull(name);
      }
    }
    return document.toString();
  }

  private ObjectNode document(Map<String, String> files, Optional<String> version) {
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
    return map;
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
