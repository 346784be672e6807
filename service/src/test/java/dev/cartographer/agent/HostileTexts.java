package dev.cartographer.agent;

import java.util.SplittableRandom;

/** Values as somebody would write who wants to be more than a value. */
final class HostileTexts {
  private static final String[] PIECES = {
    "'",
    "\"",
    "\\",
    "#",
    "{",
    "}",
    "#{",
    "[",
    "]",
    "<",
    ">",
    "</r>",
    "\n",
    "\r",
    "\t",
    "\0",
    " ",
    " #",
    "${tag}",
    "%{x}",
    ":",
    ": ",
    "- ",
    ",",
    "=",
    "&a",
    "*a",
    "!!",
    "|",
    "`",
    "//",
    "/*",
    "@include x",
    "File.write('x','y')",
    "<<endpoint>>",
    "<<label>>",
    "''",
    "\\'",
    "\\\\",
    "\\u0023{",
    "\u0085",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\ud800",
    "\ue000",
    "é",
    "日",
    "😀",
    "a",
    "0",
    "~",
    "null",
    "?"
  };

  private final SplittableRandom random;

  HostileTexts(SplittableRandom random) {
    this.random = random;
  }

  String next() {
    var text = new StringBuilder();
    for (var i = random.nextInt(9); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** Told apart from the product's own rule: by the characters that are in the pieces. */
  static boolean writable(String value) {
    return value.chars().noneMatch(c -> "\n\r\t\0\u0085\u2028\u2029\ufeff".indexOf(c) >= 0)
        && !value.matches("(?s).*\ud800(?![\udc00-\udfff]).*");
  }
}
