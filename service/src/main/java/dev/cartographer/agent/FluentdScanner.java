package dev.cartographer.agent;

import org.jspecify.annotations.Nullable;

/** Goes through a Fluentd configuration character by character. */
final class FluentdScanner {
  private final String text;
  private int at;

  FluentdScanner(String text) {
    this.text = text;
  }

  /** A string as Fluentd takes it, and the Ruby it would run for it. */
  record Scanned(String text, String code) {}

  boolean atEnd() {
    return at == text.length();
  }

  boolean skip(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  UnreadableText unreadable(String what) {
    var line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    return new UnreadableText("line " + line + ": " + what);
  }

  /** Over white space and comments, to what comes next. */
  void toNext() {
    while (!atEnd() && (isSpace(here()) || here() == '#')) {
      if (here() == '#') {
        skipLine();
      } else {
        at++;
      }
    }
  }

  /** Nothing but a comment may follow a value on its line. */
  void toLineEnd() {
    skipBlanks();
    if (!atEnd() && here() == '#') {
      skipLine();
    }
    if (!atLineEnd()) {
      throw unreadable("there is more behind a value");
    }
  }

  boolean atLineEnd() {
    return atEnd() || isLineEnd(here());
  }

  String sectionName() {
    var from = at;
    while (!atEnd() && (Character.isLetterOrDigit(here()) || "_@.-".indexOf(here()) >= 0)) {
      at++;
    }
    if (from == at) {
      throw unreadable("a section without a name");
    }
    return text.substring(from, at);
  }

  /** What stands before the {@code >} of a section, which it takes with it. */
  Scanned sectionArgument() {
    skipBlanks();
    var argument = atEnd() || here() == '>' ? new Scanned("", "") : quotedOrUntil('>');
    skipBlanks();
    if (!skip(">")) {
      throw unreadable("a section's tag without its end");
    }
    return argument;
  }

  Scanned key() {
    var key = quoted();
    if (key == null) {
      var from = at;
      while (!atEnd() && !isSpace(here())) {
        at++;
      }
      key = new Scanned(text.substring(from, at), "");
    }
    skipBlanks();
    return key;
  }

  /** A value: a string, or a JSON literal when it begins as one. */
  Scanned literal() {
    return here() == '[' || here() == '{' ? json() : quotedOrUntil('\n');
  }

  private Scanned quotedOrUntil(char end) {
    var quoted = quoted();
    return quoted == null ? plain(end) : quoted;
  }

  private @Nullable Scanned quoted() {
    if (skip("'")) {
      return singleQuoted();
    }
    return skip("\"") ? doubleQuoted() : null;
  }

  private Scanned plain(char end) {
    var from = at;
    while (!atLineEnd() && here() != end && !(at > from && isComment())) {
      at++;
    }
    return new Scanned(text.substring(from, at).strip(), "");
  }

  /** A hash after a blank begins a comment, but for one at the very beginning of a value. */
  private boolean isComment() {
    return here() == '#' && at > 0 && isSpace(text.charAt(at - 1));
  }

  private Scanned singleQuoted() {
    var value = new StringBuilder();
    while (!atEnd() && here() != '\n') {
      if (skip("'")) {
        return new Scanned(value.toString(), "");
      }
      if (text.startsWith("\\'", at) || text.startsWith("\\\\", at)) {
        at++;
      }
      value.append(next());
    }
    throw unreadable("a single quote is not closed on its line");
  }

  private Scanned doubleQuoted() {
    var value = new StringBuilder();
    var code = new StringBuilder();
    while (!atEnd()) {
      if (skip("\"")) {
        return new Scanned(value.toString(), code.toString());
      }
      if (skip("\\")) {
        value.append(escaped());
      } else if (skip("#{")) {
        code.append(ruby());
      } else {
        value.append(next());
      }
    }
    throw unreadable("a double quote is not closed");
  }

  private String escaped() {
    if (atEnd()) {
      throw unreadable("a backslash at the end");
    }
    var c = next();
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'f' -> "\f";
      case 'b' -> "\b";
      case '0' -> "\0";
      default -> Character.toString(c);
    };
  }

  /** To the brace that ends it, others counted; whatever stands between would run. */
  private String ruby() {
    var from = at;
    for (var depth = 1; !atEnd(); ) {
      var c = next();
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return text.substring(from, at - 1);
      }
    }
    throw unreadable("Ruby is not closed");
  }

  /** To the bracket that ends it; strings in it are those in double quotes. */
  private Scanned json() {
    var from = at;
    var code = new StringBuilder();
    for (var depth = 0; !atEnd(); ) {
      var c = next();
      switch (c) {
        case '"' -> code.append(doubleQuoted().code());
        case '\'' -> throw unreadable("JSON has no single quotes");
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        default -> {}
      }
      if (depth == 0) {
        return new Scanned(text.substring(from, at), code.toString());
      }
    }
    throw unreadable("a JSON literal is not closed");
  }

  private void skipBlanks() {
    while (!atEnd() && (here() == ' ' || here() == '\t')) {
      at++;
    }
  }

  private void skipLine() {
    while (!atLineEnd()) {
      at++;
    }
  }

  private char here() {
    return text.charAt(at);
  }

  private char next() {
    return text.charAt(at++);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || isLineEnd(c) || c == '\f' || c == '\u000B';
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
