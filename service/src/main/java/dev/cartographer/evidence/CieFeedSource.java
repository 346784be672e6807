package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Announced;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Findings.Cie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A feed in which a dependency's team announces customer impacting events. */
public record CieFeedSource(String name, Dependency dependency, Web web, CieFeed feed, Clock clock)
    implements Source {

  @Override
  public List<Subject> subjects(Question question) {
    return List.of(new Subject(Optional.of(dependency), new Announced(Cie.UNKNOWN)));
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    var asked = clock.instant();
    try {
      var fetched = web.get(deadline);
      var said = feed.read(fetched.json(), question);
      return List.of(
          new Evidence(
              name,
              Optional.of(dependency),
              new Announced(said.value()),
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
