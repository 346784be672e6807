package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Changed;
import dev.cartographer.rotation.StoreFailure;
import dev.cartographer.verdict.Findings.OwnChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether we changed something of ourselves in the hour before it began. */
public record OwnChangesSource(ChangeBook book, Clock clock) implements Source {
  private static final Duration RECENT = Duration.ofMinutes(60);

  @Override
  public String name() {
    return "own-changes";
  }

  @Override
  public List<Subject> subjects(Question question) {
    return List.of(new Subject(Optional.empty(), new Changed(OwnChange.UNKNOWN)));
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    var asked = clock.instant();
    try {
      var changes = book.between(question.onset().minus(RECENT), question.onset());
      var value = changes.isEmpty() ? OwnChange.NONE : OwnChange.RECENT;
      var said =
          changes.isEmpty()
              ? "nothing of ours changed in the hour before"
              : "%s at %s".formatted(changes.getFirst().what(), changes.getFirst().at());
      var now = clock.instant();
      return List.of(
          new Evidence(
              name(),
              Optional.empty(),
              new Changed(value),
              now,
              Duration.between(asked, now),
              said));
    } catch (StoreFailure failure) {
      var now = clock.instant();
      return unknown(question, now, Duration.between(asked, now), failure.why());
    }
  }
}
