package dev.cartographer.fault;

/** Makes text that others wrote fit to be shown: in a log, a page, a terminal. */
public final class ForeignText {
  private ForeignText() {}

  /**
   * The text in one line, with a blank for every character that controls, formats or shows nothing.
   *
   * @param longest how many characters are kept
   */
  public static String line(String text, int longest) {
    var kept = new StringBuilder();
    text.codePoints().limit(longest).map(c -> shown(c) ? c : ' ').forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean shown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
