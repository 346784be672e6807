package dev.cartographer.agent;

import java.util.List;

/**
 * Alloy's syntax. Its strings are those of Go, in double quotes, and nothing is filled in there.
 */
final class AlloySyntax implements Syntax {

  @Override
  public String quoted(String value) {
    return "\"" + Syntax.oneLine(value).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @Override
  public List<Leaf> leaves(String text) {
    return new AlloyText(text).leaves();
  }
}
