package dev.cartographer.agent;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a configuration says beside its fixed text.
 *
 * @param texts by the name of their place
 * @param labels by their name; plain names
 * @param blocks names of the optional blocks that stand
 */
record Values(Map<String, String> texts, SortedMap<String, String> labels, Set<String> blocks) {

  /** The same with every value replaced by a word that tells which, and is nothing but a word. */
  Values marked() {
    return new Values(marks("text", texts), marks("label", labels), blocks);
  }

  /** The value in place of its mark. */
  String unmarked(String leaf) {
    var value = leaf;
    for (var text : texts.entrySet()) {
      value = value.replace(mark("text", text.getKey()), text.getValue());
    }
    for (var label : labels.entrySet()) {
      value = value.replace(mark("label", label.getKey()), label.getValue());
    }
    return value;
  }

  private static SortedMap<String, String> marks(String kind, Map<String, String> values) {
    return values.keySet().stream()
        .collect(Collectors.toMap(k -> k, k -> mark(kind, k), (a, _) -> a, TreeMap::new));
  }

  private static String mark(String kind, String name) {
    return "the-" + kind + "-" + name + "-";
  }
}
