package dev.cartographer.agent;

import java.util.List;

/**
 * Fluentd's configuration, which is code: Ruby within <code>#{…}</code> runs in double quotes, in
 * JSON literals, in the arguments of sections and in keys. Within single quotes nothing does.
 */
final class FluentdSyntax implements Syntax {

  @Override
  public String quoted(String value) {
    return "'" + Syntax.oneLine(value).replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  @Override
  public List<Leaf> leaves(String text) {
    return new FluentdText(text).leaves();
  }
}
