package dev.cartographer.assets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The exported files as trees. */
final class Exported {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Exported() {}

  static String text(String path) {
    return Assets.of(Site.EXAMPLE).stream()
        .filter(asset -> asset.path().equals(path))
        .findFirst()
        .orElseThrow()
        .text();
  }

  static JsonNode yaml(String path) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text(path)));
  }

  static JsonNode json(String path) {
    try {
      return JSON.readTree(text(path));
    } catch (JsonProcessingException e) {
      throw new AssertionError(path + " is no JSON", e);
    }
  }

  static Stream<JsonNode> in(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  static List<JsonNode> rules() {
    return in(yaml("prometheus/cartographer.rules.yml").path("groups"))
        .flatMap(group -> in(group.path("rules")))
        .toList();
  }

  static List<JsonNode> alerts() {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }
}
