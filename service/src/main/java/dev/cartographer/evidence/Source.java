package dev.cartographer.evidence;

import dev.cartographer.fault.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Somebody who can be asked. */
public interface Source {

  /** What it is called in items, configuration and metrics. */
  String name();

  /** What it would tell of, each with the reading that says that nothing is known. */
  List<Subject> subjects(Question question);

  /**
   * Asks. What can't be learnt is an item that says so; a source throws only for a bug.
   *
   * @param deadline after this nobody waits for it; its thread is then interrupted
   */
  List<Evidence> gather(Question question, Instant deadline);

  /** All of it unknown, for this reason. */
  default List<Evidence> unknown(Question question, Instant at, Duration latency, String why) {
    return subjects(question).stream()
        .map(s -> new Evidence(name(), s.dependency(), s.unknown(), at, latency, why))
        .toList();
  }

  /**
   * Something a source tells of.
   *
   * @param unknown the reading when it can't tell
   */
  record Subject(Optional<Dependency> dependency, Reading unknown) {}
}
