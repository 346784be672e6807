package dev.cartographer.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Takes a Fluentd configuration apart as Fluentd does (format v1), and tells what it would run.
 *
 * <p>Where its versions differ, the worse one counts: 1.16 leaves Ruby in a JSON literal alone,
 * 1.19 runs it.
 */
final class FluentdText {
  private final FluentdScanner scanner;
  private final Deque<String> sections = new ArrayDeque<>();
  private final List<Leaf> leaves = new ArrayList<>();

  FluentdText(String text) {
    this.scanner = new FluentdScanner(text);
  }

  /**
   * Everything it says: of each section its argument, of each line its value.
   *
   * @throws UnreadableText when Fluentd would not start with it
   */
  List<Leaf> leaves() {
    for (scanner.toNext(); !scanner.atEnd(); scanner.toNext()) {
      if (scanner.skip("</")) {
        close();
      } else if (scanner.skip("<")) {
        open();
      } else {
        line();
      }
    }
    if (!sections.isEmpty()) {
      throw scanner.unreadable("the section " + sections.getLast() + " is not closed");
    }
    return List.copyOf(leaves);
  }

  private void open() {
    var name = scanner.sectionName();
    var argument = scanner.sectionArgument();
    sections.addLast(name);
    leaves.add(new Leaf(path(""), argument.text(), argument.code()));
    scanner.toLineEnd();
  }

  private void close() {
    var name = scanner.sectionName();
    if (!scanner.skip(">")) {
      throw scanner.unreadable("an end tag without its end");
    }
    if (sections.isEmpty() || !sections.removeLast().equals(name)) {
      throw scanner.unreadable("</" + name + "> closes nothing");
    }
    scanner.toLineEnd();
  }

  private void line() {
    var key = scanner.key();
    if (scanner.atLineEnd()) {
      leaves.add(new Leaf(path(key.text()), "", key.code()));
      return;
    }
    var value = scanner.literal();
    leaves.add(new Leaf(path(key.text()), value.text(), key.code() + value.code()));
    scanner.toLineEnd();
  }

  private String path(String key) {
    return "<" + String.join("><", sections) + ">" + key;
  }
}
