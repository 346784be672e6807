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
    detail = ForeignText.line(detail, LONGEST_DETAIL);
  }

  public Fault(Dependency dependency, FaultKind kind, String detail) {
    this(dependency, kind, detail, Optional.empty());
  }
}
