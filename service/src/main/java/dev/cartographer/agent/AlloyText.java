package dev.cartographer.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes an Alloy configuration apart: blocks, attributes, and the literals that ours is made of. An
 * expression that would be evaluated is none of them and is not read.
 */
final class AlloyText {
  private static final Pattern BLANKS = Pattern.compile("(?:\\s|//[^\\r\\n]*)*+");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]*");
  private static final Pattern STRING =
      Pattern.compile("\"((?:[^\"\\\\\\p{Cntrl}]|\\\\[\"\\\\])*+)\"");
  private static final Pattern BARE = Pattern.compile("true|false|[0-9]+");

  private final String text;
  private final Matcher matcher;
  private final List<Leaf> leaves = new ArrayList<>();
  private int at;

  AlloyText(String text) {
    this.text = text;
    this.matcher = BLANKS.matcher(text);
  }

  /**
   * The value of every attribute, and every block by its label.
   *
   * @throws UnreadableText when it is anything else
   */
  List<Leaf> leaves() {
    blanks();
    while (at < text.length()) {
      statement("");
    }
    return List.copyOf(leaves);
  }

  private void statement(String path) {
    var name = path + "/" + required(NAME, "a name");
    if (skip("=")) {
      expression(name);
      return;
    }
    if (text.startsWith("\"", at)) {
      leaves.add(new Leaf(name, string()));
    }
    if (!skip("{")) {
      throw unreadable("a name is followed by = or a block");
    }
    while (!skip("}")) {
      statement(name);
    }
  }

  private void expression(String path) {
    if (text.startsWith("\"", at)) {
      leaves.add(new Leaf(path, string()));
    } else if (skip("{")) {
      while (!skip("}")) {
        var key = text.startsWith("\"", at) ? string() : required(NAME, "a key");
        if (!skip("=")) {
          throw unreadable("a key is followed by =");
        }
        expression(path + "/" + key);
        skip(",");
      }
    } else {
      leaves.add(new Leaf(path, "bare " + required(BARE, "a literal")));
    }
  }

  private String string() {
    var quoted = required(STRING, "a string that ends on its line");
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private String required(Pattern pattern, String what) {
    if (!matcher.usePattern(pattern).region(at, text.length()).lookingAt()) {
      throw unreadable("there should be " + what);
    }
    at = matcher.end();
    var found = matcher.group();
    blanks();
    return found;
  }

  private boolean skip(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    blanks();
    return true;
  }

  private void blanks() {
    matcher.usePattern(BLANKS).region(at, text.length()).lookingAt();
    at = matcher.end();
  }

  private UnreadableText unreadable(String what) {
    var line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    return new UnreadableText("line " + line + ": " + what);
  }
}
