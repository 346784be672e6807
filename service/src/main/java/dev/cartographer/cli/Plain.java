package dev.cartographer.cli;

/** Makes foreign text fit for a terminal. */
final class Plain {
  private Plain() {}

  /** The text in one line, with a blank for every control and formatting character. */
  static String text(String foreign) {
    var plain = new StringBuilder(foreign.length());
    foreign.codePoints().map(c -> shown(c) ? c : ' ').forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static boolean shown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
