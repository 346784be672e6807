package dev.cartographer.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The way to a value, such as {@code site.data.teams.armada-api.link}: names with hyphens, or
 * quoted in brackets.
 */
record VariablePath(String text, List<String> keys) {
  /** No hyphen at its end: before the braces that would be Liquid's whitespace control. */
  private static final String NAME = "[A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?";

  private static final Pattern FIRST = Pattern.compile("^" + NAME);
  private static final Pattern NEXT =
      Pattern.compile("\\G(?:\\.(?<name>" + NAME + ")|\\[([\"'])(?<quoted>[^\"'\\[\\]]+)\\2])");

  /** What Liquid takes for a value of its own. */
  private static final Set<String> LITERALS =
      Set.of("nil", "null", "true", "false", "blank", "empty");

  VariablePath {
    keys = List.copyOf(keys);
  }

  /** Reads a path; empty when the text is none. */
  static Optional<VariablePath> parse(String text) {
    var first = FIRST.matcher(text);
    if (!first.find() || LITERALS.contains(first.group())) {
      return Optional.empty();
    }
    var keys = new ArrayList<>(List.of(first.group()));
    var next = NEXT.matcher(text);
    var at = first.end();
    while (at < text.length() && next.find(at)) {
      keys.add(next.group("name") == null ? next.group("quoted") : next.group("name"));
      at = next.end();
    }
    return at == text.length() ? Optional.of(new VariablePath(text, keys)) : Optional.empty();
  }

  /** What stands at the end of the path. */
  Value in(Map<String, ?> data) {
    Object at = data;
    for (var i = 0; i < keys.size(); i++) {
      if (!(at instanceof Map<?, ?> map)) {
        return new Value.Missing(upTo(i) + " is a text, and has no " + keys.get(i));
      }
      at = map.get(keys.get(i));
      if (at == null) {
        return new Value.Missing(
            i == 0 ? "there is no " + keys.get(0) : upTo(i) + " has no " + keys.get(i));
      }
    }
    return at instanceof String value
        ? new Value.Found(value)
        : new Value.Missing(text + " is a group of values, not a text");
  }

  private String upTo(int count) {
    return String.join(".", keys.subList(0, count));
  }

  /** What a path leads to. */
  sealed interface Value {
    record Found(String text) implements Value {}

    /** Nothing that could be shown. */
    record Missing(String why) implements Value {}
  }
}
