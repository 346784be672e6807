package dev.cartographer.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML 1.2. Within single quotes all is text but the quote itself, which is doubled. */
final class YamlSyntax implements Syntax {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setAllowDuplicateKeys(false).build();

  @Override
  public String quoted(String value) {
    return "'" + Syntax.oneLine(value).replace("'", "''") + "'";
  }

  @Override
  public List<Leaf> leaves(String text) {
    try {
      var leaves = new ArrayList<Leaf>();
      add(new Load(SETTINGS).loadFromString(text), "", leaves);
      return List.copyOf(leaves);
    } catch (YamlEngineException e) {
      throw new UnreadableText("not YAML: " + e.getMessage());
    }
  }

  private static void add(@Nullable Object node, String path, List<Leaf> leaves) {
    switch (node) {
      case null -> leaves.add(new Leaf(path, "null"));
      case Map<?, ?> map -> map.forEach((key, value) -> add(value, path + "/" + key, leaves));
      case List<?> list -> {
        for (var i = 0; i < list.size(); i++) {
          add(list.get(i), path + "/" + i, leaves);
        }
      }
      default -> leaves.add(new Leaf(path, kind(node) + node));
    }
  }

  /** So that a number is not taken for its digits. */
  private static String kind(Object scalar) {
    return scalar instanceof String ? "" : scalar.getClass().getSimpleName() + " ";
  }
}
