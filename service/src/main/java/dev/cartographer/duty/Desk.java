package dev.cartographer.duty;

import dev.cartographer.incident.Course;
import dev.cartographer.incident.Event;
import dev.cartographer.incident.Pace;
import dev.cartographer.store.AlertTable;
import dev.cartographer.store.IncidentTable;
import dev.cartographer.store.IncidentTable.Kept;
import dev.cartographer.verdict.DecisionTable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where incidents are kept going. Any number of processes may: alerts are placed by one at a time,
 * evidence is gathered by whoever claims it, and a step, what it leads to and what is to be done
 * for it are one transaction.
 */
public final class Desk {
  /** Longer than evidence may take; what a crash in the midst of it costs at most. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final AlertTable alerts;
  private final IncidentTable incidents;
  private final Errands errands;
  private final Pace pace;
  private final Clock clock;

  public Desk(AlertTable alerts, IncidentTable incidents, Errands errands, Pace pace, Clock clock) {
    this.alerts = alerts;
    this.incidents = incidents;
    this.errands = errands;
    this.pace = pace;
    this.clock = clock;
  }

  /** Brings every incident up to date with the alerts and the time. */
  public void look() {
    incidents.alone((Handle h) -> {
      new Round(h, this, incidents, pace, clock.instant()).go(alerts.firing(h));
      return true;
    });
  }

  /**
   * Gathers evidence for one incident that wants it, and judges.
   *
   * @return whether there was one
   */
  public boolean diagnose(Diagnosis diagnosis) {
    var claimed = incidents.claimDiagnosis(clock.instant(), LEASE);
    claimed.ifPresent(kept -> diagnose(kept, diagnosis));
    return claimed.isPresent();
  }

  private void diagnose(Kept claimed, Diagnosis diagnosis) {
    Event event;
    String evidence = null;
    try {
      var found = diagnosis.of(claimed.incident());
      event = new Event.Judged(DecisionTable.decide(found.matter()));
      evidence = found.evidence();
    } catch (RuntimeException bug) {
      event = new Event.NotJudged(bug.getClass().getSimpleName());
    }
    judged(claimed.id(), event, evidence);
  }

  private void judged(long id, Event event, @Nullable String evidence) {
    incidents.diagnosed(id, (h, kept) -> step(h, kept, event, evidence));
  }

  /**
   * Something happened to an incident: a page was taken, a person spoke.
   *
   * @return the incident after it; empty when there is none of that number, or it is over
   */
  public Optional<Kept> tell(long id, Event event) {
    return incidents.locked(id, (h, kept) -> step(h, kept, event, null));
  }

  /** One step, all of it or nothing. */
  Kept step(Handle h, Kept kept, Event event, @Nullable String evidence) {
    var now = clock.instant();
    var step = Course.step(kept.incident(), event, now, pace);
    if (!step.incident().equals(kept.incident()) || !step.effects().isEmpty()) {
      var number = incidents.keep(h, kept.id(), event, step, evidence, now);
      errands.give(h, new Errands.Taken(kept.id(), number, now, step.incident(), step.effects()));
    }
    return new Kept(kept.id(), kept.scope(), step.incident());
  }
}
