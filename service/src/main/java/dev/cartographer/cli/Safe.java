package dev.cartographer.cli;

/** Foreign text made fit for a terminal: one line, no control or formatting characters. */
final class Safe {
  private Safe() {}

  static String line(String text) {
    var kept = new StringBuilder(text.length());
    text.codePoints().filter(Safe::shown).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean shown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
