package dev.cartographer.escalation;

import dev.cartographer.fault.ForeignText;

/**
 * Makes foreign text fit to be shown: one line, without control or formatting characters. Whatever
 * markup it holds is for the sinks to disarm, but a name never holds any.
 */
final class Printable {
  /** No name of ours is longer; what is, is somebody's mischief. */
  private static final int LONGEST_NAME = 80;

  private static final int LONGEST_SENTENCE = 300;

  private static final String NOT_OF_A_NAME =
      "[^\\p{L}\\p{N}._-]|^[._]|[._]$|(?<=[^\\p{L}\\p{N}])[._]|[._](?=[^\\p{L}\\p{N}])";

  private Printable() {}

  /**
   * The name of a carrier or a region: letters, digits, hyphens, and dots and underscores between
   * them, as all of ours are. Anything else is somebody's mischief, and shows as a middle dot.
   */
  static String name(String foreign) {
    var line = line(foreign).replaceAll(NOT_OF_A_NAME, "·");
    return line.isEmpty() ? "(no name)" : limited(line, LONGEST_NAME);
  }

  /** A sentence of somebody else. */
  static String sentence(String foreign) {
    return limited(line(foreign), LONGEST_SENTENCE);
  }

  /**
   * At most so many characters (code points, not bytes), the last an ellipsis if some are missing.
   */
  static String limited(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
  }

  /** As {@link #limited}, where the receiver counts as Java does: UTF-16 units. */
  static String within(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    var end = most - 1;
    var whole = Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    return text.substring(0, whole).stripTrailing() + "…";
  }

  private static String line(String foreign) {
    return ForeignText.line(foreign, LONGEST_SENTENCE + 1).strip();
  }
}
