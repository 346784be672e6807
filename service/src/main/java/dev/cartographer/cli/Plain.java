package dev.cartographer.cli;

import dev.cartographer.fault.ForeignText;

/** Makes foreign text fit for a terminal. */
final class Plain {
  private Plain() {}

  /** The text in one line, with a blank for every control and formatting character. */
  static String text(String foreign) {
    return ForeignText.line(foreign, foreign.length());
  }
}
