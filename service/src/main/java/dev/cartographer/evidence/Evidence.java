package dev.cartographer.evidence;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.ForeignText;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that is known, or not known.
 *
 * @param source who says so: a name of the configuration, or of a part of ours
 * @param dependency whom it is about; empty when about the incident as a whole
 * @param fetchedAt when we learnt it, by our own clock: this is how fresh it is
 * @param latency how long it took to learn
 * @param excerpt one line for a person: what was said, or why it is not known. Never a secret, and
 *     of foreign text only a short, printable piece
 */
public record Evidence(
    String source,
    Optional<Dependency> dependency,
    Reading reading,
    Instant fetchedAt,
    Duration latency,
    String excerpt) {

  private static final int LONGEST_EXCERPT = 240;

  /** The order in which items are shown and kept: by kind, dependency, then source. */
  static final Comparator<Evidence> ORDER =
      Comparator.comparing(
              (Evidence e) -> e.dependency.orElse(null),
              Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(e -> e.reading.kind())
          .thenComparing(Evidence::source)
          .thenComparing(e -> e.reading.word())
          .thenComparing(Evidence::excerpt);

  public Evidence {
    excerpt = ForeignText.line(excerpt, LONGEST_EXCERPT);
  }
}
