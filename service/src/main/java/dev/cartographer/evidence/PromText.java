package dev.cartographer.evidence;

import dev.cartographer.fleet.Name;
import java.util.Set;
import java.util.stream.Collectors;

/** Text made part of a PromQL expression: always a quoted string, whatever stands in it. */
final class PromText {
  private static final String META = "\\.+*?()|[]{}^$";

  private PromText() {}

  /**
   * An expression with the carriers and regions of a question in it: {@code $carriers} and {@code
   * $regions} become quoted regular expressions, for use with {@code =~}.
   */
  static String filled(String expression, Question question) {
    return expression
        .replace("$carriers", anyOf(question.names()))
        .replace("$regions", anyOf(question.regions()));
  }

  private static String anyOf(Set<Name> names) {
    return quoted(names.stream().map(n -> literally(n.text())).collect(Collectors.joining("|")));
  }

  /** A text as a regular expression (RE2) that fits this text alone. */
  static String literally(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (META.indexOf(c) >= 0) {
            escaped.append('\\');
          }
          escaped.appendCodePoint(c);
        });
    return escaped.toString();
  }

  /** A text as a string of PromQL, in double quotes. */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            default -> quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }
}
