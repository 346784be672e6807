package dev.cartographer.runbook;

import dev.cartographer.fleet.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * YAML in which every value is a text, a list or a map: a channel called {@code off} or a version
 * 1.10 stays what somebody wrote.
 */
final class YamlText {
  private final String file;
  private final int firstLine;

  private YamlText(String file, int firstLine) {
    this.file = file;
    this.firstLine = firstLine;
  }

  /**
   * Reads a document that is a map; an empty one is an empty map.
   *
   * @param firstLine the line of the file that the text begins with, counted from 1
   * @throws RunbookRefused when it is not such a document
   */
  static Map<String, Object> map(String file, String text, int firstLine) {
    var reader = new YamlText(file, firstLine);
    var value = reader.read(text);
    if (value instanceof Map<?, ?> map) {
      var named = new LinkedHashMap<String, Object>();
      map.forEach((key, of) -> named.put(String.valueOf(key), of));
      return named;
    }
    throw new RunbookRefused(
        file, new Place(firstLine, 1), "names with values are expected here, such as \"iam:\"");
  }

  private Object read(String text) {
    var settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
    try {
      return new Compose(settings).composeString(text).map(this::value).orElse(Map.of());
    } catch (MarkedYamlEngineException e) {
      throw new RunbookRefused(
          file, e.getProblemMark().map(this::place).orElse(start()), "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new RunbookRefused(file, start(), "not YAML 1.2: " + e.getMessage());
    }
  }

  private Object value(Node node) {
    if (node.getAnchor().isPresent()) {
      throw new RunbookRefused(
          file, place(node), "anchors (&) and aliases (*) are not taken; write the value out");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar.getValue();
      case SequenceNode list -> list.getValue().stream().map(this::value).toList();
      case MappingNode map -> values(map);
      default -> throw new RunbookRefused(file, place(node), "a text, a list or a map is expected");
    };
  }

  private Map<String, Object> values(MappingNode map) {
    var values = new LinkedHashMap<String, Object>();
    for (var entry : map.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new RunbookRefused(file, place(entry.getKeyNode()), "a name must be a text");
      }
      values.put(key.getValue(), value(entry.getValueNode()));
    }
    return values;
  }

  private Place place(Node node) {
    return node.getStartMark().map(this::place).orElse(start());
  }

  private Place place(Mark mark) {
    return new Place(firstLine + mark.getLine(), mark.getColumn() + 1);
  }

  private Place start() {
    return new Place(firstLine, 1);
  }
}
