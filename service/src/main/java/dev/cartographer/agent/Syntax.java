package dev.cartographer.agent;

import java.util.List;

/**
 * The syntax of an agent's configuration: how a value becomes text in it, and what a text says.
 *
 * <p>The second is the check of the first: what was written is read back before it is delivered.
 */
interface Syntax {

  /**
   * The value as it stands in the text, quotes included; nothing but text to the agent.
   *
   * @throws IllegalArgumentException when the value is not one line of characters
   */
  String quoted(String value);

  /**
   * Everything that the text says, in its order.
   *
   * @throws UnreadableText when an agent would not read it
   */
  List<Leaf> leaves(String text);

  /**
   * Lets through one line of characters that can be written down.
   *
   * <p>A line feed ends a Fluentd that starts, a carriage return alone begins a new line there, and
   * every control character may end up in a header.
   */
  static String oneLine(String value) {
    if (!value.codePoints().allMatch(Syntax::writable)) {
      throw new IllegalArgumentException(
          "a value with a control character, a line separator or half a character can't be written");
    }
    return value;
  }

  private static boolean writable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> c != 0xFEFF;
    };
  }
}
