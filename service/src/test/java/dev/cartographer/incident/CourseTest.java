package dev.cartographer.incident;

import static dev.cartographer.incident.Team.ARMADA_ICE;
import static dev.cartographer.incident.Team.IAM;
import static dev.cartographer.incident.Team.LOGGING;
import static dev.cartographer.incident.Team.METRICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Effect.News;
import dev.cartographer.incident.Effect.Why;
import dev.cartographer.incident.Incident.Phase;
import dev.cartographer.verdict.Confidence;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Set<Alert> FIRING =
      Set.of(new Alert(Dependency.IAM, "dal10-carrier1", "us-south", NOON));
  private static final Verdict IAM_DOWN = blaming("I1", Dependency.IAM);
  private static final Verdict LOGGING_DOWN = blaming("I1", Dependency.LOGGING);
  private static final Verdict METRICS_DOWN = blaming("I1", Dependency.METRICS);
  private static final Verdict OURS =
      new Verdict(
          List.of(
              new Ruling(
                  "I9",
                  Dependency.IAM,
                  new Outcome.Ourselves(Ruling.Cause.SUSPECTED),
                  Confidence.LOW)),
          List.of());
  private static final Verdict WELL =
      new Verdict(
          List.of(new Ruling("I15", Dependency.IAM, new Outcome.Cleared(), Confidence.HIGH)),
          List.of());
  private static final Verdict MUTED =
      new Verdict(
          List.of(
              new Ruling(
                  "G2", Dependency.IAM, new Outcome.Hold(Ruling.Reason.MUTED), Confidence.HIGH)),
          List.of());

  private Instant now = NOON;
  private Incident incident = Incident.opened(FIRING, NOON, Pace.DEFAULT);

  private static Verdict blaming(String rule, Dependency dependency) {
    return new Verdict(
        List.of(new Ruling(rule, dependency, new Outcome.AtFault(), Confidence.HIGH)), List.of());
  }

  private List<Effect> on(Event event) {
    var step = Course.step(incident, event, now, Pace.DEFAULT);
    incident = step.incident();
    return step.effects();
  }

  private List<Effect> after(Duration time) {
    now = now.plus(time);
    return on(new Event.Tick());
  }

  private List<Effect> judged(Verdict verdict) {
    return on(new Event.Judged(verdict));
  }

  private void pagedFor(Verdict verdict, Team team) {
    after(Duration.ofSeconds(30));
    judged(verdict);
    on(new Event.Accepted(team));
  }

  @Test
  void anIncidentSettlesIsDiagnosedAndPagesItsOwnersOnce() {
    assertThat(after(Duration.ofSeconds(29))).isEmpty();
    assertThat(after(Duration.ofSeconds(1))).containsExactly(new Effect.Diagnose());

    assertThat(judged(IAM_DOWN))
        .containsExactly(new Effect.Tell(News.DECIDED), new Effect.SendPage(IAM));

    assertThat(on(new Event.Accepted(IAM))).isEmpty();
    assertThat(after(Duration.ofMinutes(1))).containsExactly(new Effect.Diagnose());
    assertThat(judged(IAM_DOWN)).isEmpty();
    assertThat(incident.phase()).isEqualTo(Phase.NOTIFIED);
  }

  @Test
  void withoutAVerdictInTimeArmadaIceIsPaged() {
    after(Duration.ofSeconds(30));

    assertThat(after(Duration.ofSeconds(60)))
        .containsExactly(new Effect.Tell(News.FAILED_OPEN), new Effect.SendPage(ARMADA_ICE));
  }

  @Test
  void aFailedDiagnosisPagesArmadaIceAtOnceAndALaterVerdictTheTeam() {
    after(Duration.ofSeconds(30));
    assertThat(on(new Event.NotJudged("a bug"))).contains(new Effect.SendPage(ARMADA_ICE));
    on(new Event.Accepted(ARMADA_ICE));

    assertThat(judged(IAM_DOWN)).isEmpty();
    assertThat(judged(IAM_DOWN))
        .containsExactly(new Effect.Tell(News.CHANGED), new Effect.SendPage(IAM));
    assertThat(incident.handovers()).isZero();
    assertThat(on(new Event.Accepted(IAM)))
        .containsExactly(new Effect.EndPage(ARMADA_ICE, Why.HANDED_OVER));
  }

  @Test
  void ownersChangeByThemselvesOnceAndThenBelongToArmadaIce() {
    pagedFor(LOGGING_DOWN, LOGGING);

    assertThat(judged(IAM_DOWN)).isEmpty();
    assertThat(judged(IAM_DOWN))
        .containsExactly(new Effect.Tell(News.CHANGED), new Effect.SendPage(IAM));
    assertThat(on(new Event.Accepted(IAM)))
        .containsExactly(new Effect.EndPage(LOGGING, Why.HANDED_OVER));

    judged(METRICS_DOWN);
    assertThat(judged(METRICS_DOWN))
        .containsExactly(new Effect.Tell(News.CHANGED), new Effect.SendPage(ARMADA_ICE));
    assertThat(on(new Event.Accepted(ARMADA_ICE)))
        .containsExactly(new Effect.EndPage(IAM, Why.HANDED_OVER));
    judged(LOGGING_DOWN);
    assertThat(judged(LOGGING_DOWN)).isEmpty();
  }

  @Test
  void aVerdictThatDoesNotStayChangesNothing() {
    pagedFor(LOGGING_DOWN, LOGGING);

    judged(IAM_DOWN);
    judged(LOGGING_DOWN);
    judged(IAM_DOWN);
    assertThat(judged(METRICS_DOWN)).isEmpty();
    assertThat(incident.owners()).containsExactly(LOGGING);
  }

  @Test
  void aSecondCauseIsPagedBesideTheFirst() {
    pagedFor(IAM_DOWN, IAM);
    var both =
        new Verdict(
            List.of(IAM_DOWN.rulings().getFirst(), LOGGING_DOWN.rulings().getFirst()), List.of());

    judged(both);
    assertThat(judged(both)).contains(new Effect.SendPage(LOGGING)).hasSize(2);
    assertThat(on(new Event.Accepted(LOGGING))).isEmpty();
    assertThat(incident.handovers()).isZero();
  }

  @Test
  void aPageThatIsRefusedOrStaysUnansweredGoesToArmadaIceToo() {
    after(Duration.ofSeconds(30));
    judged(IAM_DOWN);
    assertThat(on(new Event.Refused(IAM)))
        .containsExactly(new Effect.Tell(News.UNANSWERED), new Effect.SendPage(ARMADA_ICE));
    on(new Event.Accepted(ARMADA_ICE));
    judged(IAM_DOWN);
    assertThat(judged(IAM_DOWN)).isEmpty();

    incident = Incident.opened(FIRING, now, Pace.DEFAULT);
    pagedFor(METRICS_DOWN, METRICS);
    assertThat(after(Duration.ofMinutes(14))).containsExactly(new Effect.Diagnose());
    assertThat(after(Duration.ofMinutes(1))).contains(new Effect.SendPage(ARMADA_ICE));
    assertThat(incident.pages())
        .hasEntrySatisfying(
            METRICS, page -> assertThat(page.state()).isEqualTo(Page.State.ACCEPTED));
  }

  @Test
  void whoeverAcknowledgedIsLeftToIt() {
    pagedFor(IAM_DOWN, IAM);
    on(new Event.Acknowledged(IAM));

    assertThat(after(Duration.ofHours(1))).containsExactly(new Effect.Diagnose());
  }

  @Test
  void itIsResolvedOnceAllHasBeenWellForFiveMinutesAndTheAlertsAreGone() {
    pagedFor(IAM_DOWN, IAM);
    on(new Event.Alerts(Set.of()));
    assertThat(incident.phase()).isEqualTo(Phase.VERIFYING);

    after(Duration.ofMinutes(4));
    judged(IAM_DOWN);
    after(Duration.ofMinutes(4));
    assertThat(judged(WELL)).isEmpty();
    after(Duration.ofMinutes(1));
    assertThat(judged(WELL))
        .containsExactly(new Effect.EndPage(IAM, Why.RESOLVED), new Effect.Tell(News.RESOLVED));

    assertThat(after(Duration.ofHours(24))).containsExactly(new Effect.CloseIssue());
    assertThat(incident.over()).isTrue();
  }

  @Test
  void flappingPagesOnceAndResolvesNothing() {
    pagedFor(IAM_DOWN, IAM);
    var effects = new ArrayList<Effect>();
    for (var i = 0; i < 20; i++) {
      on(new Event.Acknowledged(IAM));
      effects.addAll(on(new Event.Alerts(Set.of())));
      now = now.plusSeconds(90);
      effects.addAll(judged(WELL));
      effects.addAll(on(new Event.Alerts(FIRING)));
      now = now.plusSeconds(90);
      effects.addAll(judged(IAM_DOWN));
    }

    assertThat(effects).isEmpty();
    assertThat(incident.phase()).isEqualTo(Phase.NOTIFIED);
  }

  @Test
  void newAlertsSoonAfterItsEndReopenIt() {
    pagedFor(IAM_DOWN, IAM);
    on(new Event.Dismissed());
    now = now.plus(Duration.ofMinutes(9));

    assertThat(on(new Event.Alerts(FIRING)))
        .containsExactly(new Effect.Tell(News.REOPENED), new Effect.Diagnose());
    assertThat(judged(IAM_DOWN)).contains(new Effect.SendPage(IAM));

    on(new Event.Dismissed());
    now = now.plus(Duration.ofMinutes(10));
    assertThat(on(new Event.Alerts(FIRING))).containsExactly(new Effect.CloseIssue());
    assertThat(incident.over()).isTrue();
  }

  @Test
  void whatIsMutedIsToldAndPagesNobodyUntilItIsNoLonger() {
    after(Duration.ofSeconds(30));

    assertThat(judged(MUTED)).containsExactly(new Effect.Tell(News.HELD));
    assertThat(judged(MUTED)).isEmpty();
    assertThat(judged(OURS))
        .containsExactly(new Effect.Tell(News.DECIDED), new Effect.SendPage(ARMADA_ICE));
  }

  @Test
  void aPersonsWordGoesBeforeEveryVerdict() {
    after(Duration.ofSeconds(30));

    assertThat(on(new Event.Assigned(METRICS)))
        .containsExactly(new Effect.Tell(News.CHANGED), new Effect.SendPage(METRICS));
    judged(IAM_DOWN);
    judged(IAM_DOWN);
    assertThat(incident.owners()).containsExactly(METRICS);
  }

  @Test
  void aWiderIncidentTakesItOver() {
    pagedFor(IAM_DOWN, IAM);

    assertThat(on(new Event.Superseded()))
        .containsExactly(
            new Effect.EndPage(IAM, Why.SUPERSEDED),
            new Effect.Tell(News.SUPERSEDED),
            new Effect.CloseIssue());
    assertThat(on(new Event.Alerts(FIRING))).isEmpty();
  }

  @Test
  void whateverHappensNobodyIsPagedTwiceAtOnceAndNothingIsSilent() {
    var random = new SplittableRandom(20261124);
    for (var run = 0; run < 2_000; run++) {
      incident = Incident.opened(FIRING, now, Pace.DEFAULT);
      var open = EnumSet.noneOf(Team.class);
      for (var i = 0; i < 60; i++) {
        now = now.plusSeconds(random.nextInt(120));
        check(on(any(random)), open);
        check(on(new Event.Tick()), open);
      }
    }
  }

  private void check(List<Effect> effects, Set<Team> open) {
    for (var effect : effects) {
      switch (effect) {
        case Effect.SendPage(var team) -> assertThat(open.add(team)).isTrue();
        case Effect.EndPage(var team, _) -> assertThat(open.remove(team)).isTrue();
        case Effect.Diagnose(), Effect.Tell(_), Effect.CloseIssue() -> {}
      }
    }
    open.removeIf(team -> refused(team));
    if (incident.phase() == Phase.NOTIFIED) {
      assertThat(incident.owners()).isNotEmpty();
      assertThat(incident.pages().values()).isNotEmpty();
      assertThat(incident.owners()).allMatch(incident.pages()::containsKey);
    }
    if (incident.over()) {
      assertThat(open).isEmpty();
    }
  }

  private boolean refused(Team team) {
    var page = incident.pages().get(team);
    return page != null && page.state() == Page.State.REFUSED;
  }

  private static Event any(SplittableRandom random) {
    var team = List.of(IAM, LOGGING, METRICS, ARMADA_ICE).get(random.nextInt(4));
    return switch (random.nextInt(13)) {
      case 0, 1 -> new Event.Alerts(random.nextBoolean() ? FIRING : Set.of());
      case 2, 3, 4 ->
          new Event.Judged(
              List.of(IAM_DOWN, LOGGING_DOWN, METRICS_DOWN, OURS, WELL, MUTED)
                  .get(random.nextInt(6)));
      case 5 -> new Event.NotJudged("a bug");
      case 6, 7, 8 -> new Event.Accepted(team);
      case 9 -> new Event.Refused(team);
      case 10 -> new Event.Acknowledged(team);
      case 11 -> random.nextInt(9) == 0 ? new Event.Assigned(team) : new Event.Tick();
      default -> random.nextInt(9) == 0 ? new Event.Dismissed() : new Event.Tick();
    };
  }
}
