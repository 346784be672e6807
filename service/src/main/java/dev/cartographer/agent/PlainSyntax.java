package dev.cartographer.agent;

import java.util.List;

/** A file that is one value and nothing else: what is not written into a text needs no quotes. */
final class PlainSyntax implements Syntax {

  @Override
  public String quoted(String value) {
    return Syntax.oneLine(value);
  }

  @Override
  public List<Leaf> leaves(String text) {
    return List.of(new Leaf("", text));
  }
}
