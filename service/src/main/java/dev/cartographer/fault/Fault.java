package dev.cartographer.fault;

import java.time.Duration;
import java.util.Optional;

/**
 * One failure, named once by the client that saw it.
 *
 * @param detail one sentence for a person: what was asked of whom and what came back. Never a
 *     secret, and of foreign text only a short, printable excerpt
 * @param retryAfter how long the server asked to be left alone, already clamped
 */
public record Fault(
    Dependency dependency, FaultKind kind, String detail, Optional<Duration> retryAfter) {

  private static final int LONGEST_DETAIL = 400;

  public Fault {
    detail = printable(detail);
  }

  public Fault(Dependency dependency, FaultKind kind, String detail) {
    this(dependency, kind, detail, Optional.empty());
  }

  /** Foreign text in one line, without control or formatting characters and of bounded length. */
  private static String printable(String text) {
    var kept = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_DETAIL)
        .map(c -> shown(c) ? c : ' ')
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean shown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
