package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.verdict.Findings.StatusPage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A status page of a dependency. It is as fresh as our asking; what it says of its own age is when
 * it changed.
 *
 * @param regions that it speaks of; all when empty
 */
public record StatusSource(
    String name,
    Dependency dependency,
    Set<Name> regions,
    Web web,
    StatusReader reader,
    Clock clock)
    implements Source {

  @Override
  public List<Subject> subjects(Question question) {
    return question.concerns(regions)
        ? List.of(new Subject(Optional.of(dependency), new Displayed(StatusPage.UNKNOWN)))
        : List.of();
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    if (!question.concerns(regions)) {
      return List.of();
    }
    var asked = clock.instant();
    try {
      var fetched = web.get(deadline);
      var said = reader.read(fetched.json(), question);
      return List.of(
          new Evidence(
              name,
              Optional.of(dependency),
              new Displayed(said.value()),
              fetched.at(),
              fetched.took(),
              said.words()));
    } catch (Unfetched unfetched) {
      var now = clock.instant();
      var why = web.address() + " " + unfetched.why();
      return unknown(question, now, Duration.between(asked, now), why);
    }
  }
}
