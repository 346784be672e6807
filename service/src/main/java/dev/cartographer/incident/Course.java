package dev.cartographer.incident;

import dev.cartographer.incident.Effect.News;
import dev.cartographer.incident.Effect.Why;
import dev.cartographer.incident.Incident.Phase;
import dev.cartographer.incident.Incident.Swing;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One step of an incident: what happened, what is remembered of it, and what is to be done.
 *
 * <p>Silence is never the failure mode: whatever can't be judged, sent or answered pages armada
 * ICE. Owners change by themselves once at most; after that they are armada ICE.
 */
public final class Course {
  private static final int STABLE = 2;

  private final Pace pace;
  private final Instant now;
  private final List<Effect> effects = new ArrayList<>();

  private Phase phase;
  private Instant since;
  private Instant nextLook;
  private Set<Alert> firing;
  private Optional<Verdict> verdict;
  private Set<Team> owners;
  private Swing swing;
  private final Pages pages;
  private int handovers;
  private boolean assigned;
  private final Instant opened;

  /** What came of an event. */
  public record Step(Incident incident, List<Effect> effects) {}

  private Course(Incident incident, Instant now, Pace pace) {
    this.pace = pace;
    this.now = now;
    this.phase = incident.phase();
    this.opened = incident.opened();
    this.since = incident.since();
    this.nextLook = incident.nextLook();
    this.firing = incident.firing();
    this.verdict = incident.verdict();
    this.owners = incident.owners();
    this.swing = incident.swing();
    this.pages = new Pages(incident.pages(), now, effects::add);
    this.handovers = incident.handovers();
    this.assigned = incident.assigned();
  }

  /** Takes one step. The same incident, event and instant always give the same. */
  public static Step step(Incident incident, Event event, Instant now, Pace pace) {
    if (incident.over()) {
      return new Step(incident, List.of());
    }
    var course = new Course(incident, now, pace);
    course.take(event);
    return new Step(course.incident(), List.copyOf(course.effects));
  }

  private Incident incident() {
    return new Incident(
        phase,
        opened,
        since,
        nextLook,
        firing,
        verdict,
        owners,
        swing,
        pages.asTheyAre(),
        handovers,
        assigned);
  }

  private void take(Event event) {
    switch (event) {
      case Event.Alerts(var now) -> alerts(now);
      case Event.Judged(var judged) -> judged(judged);
      case Event.NotJudged(_) -> failOpen();
      case Event.Accepted(var team) -> {
        pages.accepted(team);
        pages.handOverTo(owners);
      }
      case Event.Refused(var team) -> refused(team);
      case Event.Acknowledged(var team) -> {
        pages.acknowledged(team);
        pages.handOverTo(owners);
      }
      case Event.Assigned(var team) -> assign(team);
      case Event.Held(var until) -> nextLook = until;
      case Event.Dismissed() -> resolve(Why.DISMISSED);
      case Event.Superseded() -> supersede();
      case Event.Tick() -> look();
    }
  }

  private void alerts(Set<Alert> present) {
    firing = present;
    switch (phase) {
      case NOTIFIED, HOLDING -> {
        if (present.isEmpty()) {
          enter(Phase.VERIFYING, pace.again());
        }
      }
      case VERIFYING -> {
        if (!present.isEmpty()) {
          enter(owners.isEmpty() ? Phase.HOLDING : Phase.NOTIFIED, pace.again());
        }
      }
      case RESOLVED -> {
        if (!present.isEmpty()) {
          comeBack();
        }
      }
      case SETTLING, DIAGNOSING, CLOSED, SUPERSEDED -> {}
    }
  }

  /** Soon after its end it is the same incident; later it makes room for another. */
  private void comeBack() {
    if (!now.isBefore(since.plus(pace.coolDown()))) {
      close();
      return;
    }
    owners = Set.of();
    swing = Swing.NONE;
    handovers = 0;
    assigned = false;
    effects.add(new Effect.Tell(News.REOPENED));
    diagnose();
  }

  private void look() {
    if (now.isBefore(nextLook)) {
      return;
    }
    switch (phase) {
      case SETTLING -> diagnose();
      case DIAGNOSING -> failOpen();
      case HOLDING, NOTIFIED, VERIFYING -> {
        if (phase == Phase.NOTIFIED && pages.unanswered(owners, now.minus(pace.unanswered()))) {
          standIn();
        }
        nextLook = now.plus(pace.again());
        effects.add(new Effect.Diagnose());
      }
      case RESOLVED -> close();
      case CLOSED, SUPERSEDED -> {}
    }
  }

  private void diagnose() {
    enter(Phase.DIAGNOSING, pace.diagnose());
    effects.add(new Effect.Diagnose());
  }

  private void judged(Verdict judged) {
    switch (phase) {
      case SETTLING, DIAGNOSING -> decide(judged);
      case HOLDING -> {
        if (!judged.holds()) {
          decide(judged);
        }
      }
      case NOTIFIED -> weigh(judged);
      case VERIFYING -> verify(judged);
      case RESOLVED, CLOSED, SUPERSEDED -> {}
    }
  }

  /** The first verdict that pages somebody, or one that says why nobody is. */
  private void decide(Verdict judged) {
    verdict = Optional.of(judged);
    if (assigned) {
      enter(Phase.NOTIFIED, pace.again());
      return;
    }
    owners = Team.pagedBy(judged);
    enter(owners.isEmpty() ? Phase.HOLDING : Phase.NOTIFIED, pace.again());
    effects.add(new Effect.Tell(owners.isEmpty() ? News.HELD : News.DECIDED));
    page(owners);
    if (firing.isEmpty()) {
      enter(Phase.VERIFYING, pace.again());
    }
  }

  /** A later verdict: the owners change only when it stays, and by itself only once. */
  private void weigh(Verdict judged) {
    var teams = Team.pagedBy(judged);
    if (assigned || teams.isEmpty() || teams.equals(judgedOwners())) {
      swing = Swing.NONE;
      verdict = teams.isEmpty() ? verdict : Optional.of(judged);
      return;
    }
    swing = new Swing(teams, swing.teams().equals(teams) ? swing.rounds() + 1 : 1);
    if (swing.rounds() >= STABLE) {
      handOver(teams);
      verdict = Optional.of(judged);
    }
  }

  /** Whom the verdict that stands pages: the owners, but for those who stand in for the silent. */
  private Set<Team> judgedOwners() {
    return verdict.map(Team::pagedBy).orElse(owners);
  }

  private void handOver(Set<Team> teams) {
    var before = judgedOwners();
    var more = teams.containsAll(before) || before.equals(Set.of(Team.ARMADA_ICE));
    if (!more && handovers > 0) {
      // It has changed hands before: whoever it is, armada ICE finds out.
      owners = Set.of(Team.ARMADA_ICE);
      assigned = true;
    } else {
      handovers += more ? 0 : 1;
      owners = teams;
    }
    swing = Swing.NONE;
    effects.add(new Effect.Tell(News.CHANGED));
    page(owners);
  }

  private void verify(Verdict judged) {
    if (!well(judged)) {
      since = now;
      return;
    }
    if (!now.isBefore(since.plus(pace.well()))) {
      resolve(Why.RESOLVED);
    }
  }

  private static boolean well(Verdict judged) {
    return judged.holds()
        && judged.rulings().stream()
            .allMatch(r -> r.outcome() instanceof Outcome.Cleared || r.rule().equals("G3"));
  }

  private void failOpen() {
    if (phase != Phase.SETTLING && phase != Phase.DIAGNOSING) {
      return;
    }
    owners = Set.of(Team.ARMADA_ICE);
    enter(Phase.NOTIFIED, pace.again());
    effects.add(new Effect.Tell(News.FAILED_OPEN));
    page(owners);
  }

  private void assign(Team team) {
    assigned = true;
    owners = Set.of(team);
    swing = Swing.NONE;
    if (phase != Phase.VERIFYING) {
      enter(Phase.NOTIFIED, pace.again());
    }
    effects.add(new Effect.Tell(News.CHANGED));
    page(owners);
  }

  private void refused(Team team) {
    if (pages.refused(team) && owners.contains(team)) {
      standIn();
    }
  }

  /** Armada ICE is paged beside a team that can't be reached. */
  private void standIn() {
    if (!owners.contains(Team.ARMADA_ICE)) {
      owners = EnumSet.copyOf(owners);
      owners.add(Team.ARMADA_ICE);
      effects.add(new Effect.Tell(News.UNANSWERED));
      pages.send(Team.ARMADA_ICE);
    }
  }

  private void resolve(Why why) {
    pages.endAll(why);
    enter(Phase.RESOLVED, pace.kept());
    effects.add(new Effect.Tell(News.RESOLVED));
  }

  private void close() {
    enter(Phase.CLOSED, pace.kept());
    effects.add(new Effect.CloseIssue());
  }

  private void supersede() {
    pages.endAll(Why.SUPERSEDED);
    enter(Phase.SUPERSEDED, pace.kept());
    effects.add(new Effect.Tell(News.SUPERSEDED));
    effects.add(new Effect.CloseIssue());
  }

  private void page(Set<Team> teams) {
    teams.forEach(pages::send);
    pages.handOverTo(owners);
  }

  private void enter(Phase next, Duration look) {
    phase = next;
    since = now;
    nextLook = now.plus(look);
  }
}
