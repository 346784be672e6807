package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Announced;
import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.StatusPage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A query of the operator's to a Prometheus, which answers 1 for well and 0 for ill. Anything else,
 * no series, and series that contradict each other are unknown.
 *
 * @param dependency whom it is about; empty for a control
 * @param regions for which it is asked; all when empty
 * @param expression in which {@code $carriers} and {@code $regions} are filled in
 */
public record PrometheusQuery(
    String name,
    Optional<Dependency> dependency,
    Set<Name> regions,
    Kind kind,
    String expression,
    Web web,
    Clock clock)
    implements Source {

  /** What a query tells of. */
  public enum Kind {
    PROBE,
    FUNCTIONAL_PROBE,
    STATUS,
    CIE,
    CONTROL
  }

  @Override
  public List<Subject> subjects(Question question) {
    return question.concerns(regions)
        ? List.of(new Subject(dependency, reading(Optional.empty())))
        : List.of();
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    if (!question.concerns(regions)) {
      return List.of();
    }
    var asked = clock.instant();
    try {
      var answer = PrometheusAnswer.to(expression, web, question, deadline);
      var now = clock.instant();
      return List.of(
          new Evidence(
              name,
              dependency,
              reading(answer.agreed()),
              now,
              Duration.between(asked, now),
              answer.said()));
    } catch (Unfetched unfetched) {
      var now = clock.instant();
      return unknown(question, now, Duration.between(asked, now), "Prometheus " + unfetched.why());
    }
  }

  private Reading reading(Optional<Boolean> well) {
    return switch (kind) {
      case PROBE -> new Probed(one(well, Probe.UP_LIVENESS, Probe.DOWN, Probe.UNKNOWN), false);
      case FUNCTIONAL_PROBE ->
          new Probed(one(well, Probe.UP_FUNCTIONAL, Probe.DOWN, Probe.UNKNOWN), true);
      case STATUS ->
          new Displayed(one(well, StatusPage.OPERATIONAL, StatusPage.OUTAGE, StatusPage.UNKNOWN));
      case CIE -> new Announced(one(well, Cie.NONE, Cie.OPEN, Cie.UNKNOWN));
      case CONTROL -> new Controlled(one(well, Control.OK, Control.BAD, Control.UNKNOWN));
    };
  }

  private static <T> T one(Optional<Boolean> well, T good, T bad, T unknown) {
    return well.map(w -> w ? good : bad).orElse(unknown);
  }
}
