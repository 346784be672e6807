package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Announced;
import dev.cartographer.fault.Dependency;
import dev.cartographer.rotation.StoreFailure;
import dev.cartographer.verdict.Findings.Cie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events announced to us, by a webhook or by hand. That nobody has announced one is not known
 * to mean that there is none.
 */
public record AnnouncementsSource(CieBook book, Clock clock) implements Source {

  @Override
  public String name() {
    return "announcements";
  }

  @Override
  public List<Subject> subjects(Question question) {
    return Stream.of(Dependency.IAM, Dependency.LOGGING, Dependency.METRICS)
        .map(d -> new Subject(Optional.of(d), new Announced(Cie.UNKNOWN)))
        .toList();
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    var asked = clock.instant();
    try {
      var open = book.open(question.now()).stream().filter(n -> n.concerns(question)).toList();
      var now = clock.instant();
      var took = Duration.between(asked, now);
      var quiet = unknown(question, now, took, "nobody has announced one to us");
      return quiet.stream().map(item -> told(item, open)).toList();
    } catch (StoreFailure failure) {
      var now = clock.instant();
      return unknown(question, now, Duration.between(asked, now), failure.why());
    }
  }

  private static Evidence told(Evidence quiet, List<CieNotice> open) {
    return open.stream()
        .filter(notice -> quiet.dependency().filter(notice.dependency()::equals).isPresent())
        .findFirst()
        .map(notice ->
            new Evidence(
                quiet.source(),
                quiet.dependency(),
                new Announced(Cie.OPEN),
                quiet.fetchedAt(),
                quiet.latency(),
                "%s, open since %s: %s"
                    .formatted(notice.reference(), notice.openedAt(), notice.reason())))
        .orElse(quiet);
  }
}
