package dev.cartographer.fleet;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a label: 1 to 63 letters, digits and underscores, not beginning with a digit. What
 * Prometheus takes every agent takes; those with two underscores in front are its own.
 */
public record LabelName(String text) implements Comparable<LabelName> {
  private static final Pattern NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]{0,62}");
  private static final Set<String> OURS = Set.of("cluster", "tenant");

  /**
   * Takes the text as it is.
   *
   * @throws IllegalArgumentException when the text is no such name; whoever wrote it is at fault
   */
  public LabelName {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a label is named by 1 to 63 letters, digits and underscores, not beginning with a digit"
              + " or two underscores");
    }
    if (OURS.contains(text)) {
      throw new IllegalArgumentException("the label \"" + text + "\" is there already");
    }
  }

  @Override
  public int compareTo(LabelName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
