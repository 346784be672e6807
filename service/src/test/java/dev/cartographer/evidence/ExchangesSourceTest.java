package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.NOON;
import static dev.cartographer.evidence.Counted.carrier;
import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static dev.cartographer.fault.Dependency.METRICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.verdict.Case;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.DecisionTable;
import dev.cartographer.verdict.Findings;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExchangesSourceTest {
  private static final Carrier DAL1 = carrier("dal1", "us-south");

  private final MutableClock clock = new MutableClock(NOON);
  private final ShownBook book = new ShownBook();
  private boolean heldBack;
  private final ExchangesSource source =
      new ExchangesSource(book, Thresholds.DEFAULT, _ -> heldBack, clock);

  private final Question question =
      new Question(Set.of(DAL1), Set.of(IAM, LOGGING, METRICS), Set.of(), NOON, NOON);

  private void shown(Dependency dependency, String text) {
    book.counts.addAll(Counted.of(dependency, text));
  }

  private List<Evidence> items() {
    return source.gather(question, NOON.plusSeconds(20));
  }

  private Case matter() {
    return Weighing.of(question, items());
  }

  private Findings of(Dependency dependency) {
    return matter().findings().getOrDefault(dependency, Findings.NONE);
  }

  @Test
  void anOutageOfIamBlocksTheOthersAndIsNoneOfTheirs() {
    shown(IAM, "dal1 us-south 0: http_5xx 9; dal2 us-south 0: http_5xx 9");
    shown(LOGGING, "dal1 us-south 0: blocked 9; dal2 us-south 0: blocked 9");
    shown(METRICS, "dal1 us-south 0: blocked 9; dal2 us-south 0: blocked 9");

    assertThat(of(IAM).exchanges()).isEqualTo(Exchanges.FAIL_DEPENDENCY);
    assertThat(of(IAM).othersBlocked()).isTrue();
    assertThat(of(IAM).scope()).isEqualTo(Scope.REGIONAL);
    assertThat(of(LOGGING).exchanges()).isEqualTo(Exchanges.NO_DATA);
    assertThat(of(METRICS).exchanges()).isEqualTo(Exchanges.NO_DATA);
    assertThat(of(LOGGING).othersBlocked()).isFalse();
  }

  @Test
  void whatIsBlockedElsewhereBlocksNothingHere() {
    shown(LOGGING, "fra1 eu-de 0: blocked 9");

    assertThat(of(IAM).othersBlocked()).isFalse();
  }

  @Test
  void syntheticExchangesOfTheRegionAreTheFunctionalProbe() {
    shown(LOGGING, "dal1 us-south 0: +http_5xx 1; dal2 us-south 0: +well 3; fra1 eu-de 0: +well 9");

    assertThat(of(LOGGING).probe()).isEqualTo(Probe.UP_FUNCTIONAL);
    assertThat(of(IAM).probe()).isEqualTo(Probe.UNKNOWN);
  }

  @Test
  void oneCustomersRevokedKeyIsNobodysOutage() {
    shown(IAM, "dal1 us-south 0: identity_rejected 9, well 40");
    book.clusters.put(IAM, 1);

    assertThat(of(IAM).exchanges()).isEqualTo(Exchanges.OK);
    assertThat(of(IAM).manyKeys()).isFalse();
  }

  @Test
  void mostCustomersRefusedEverywhereIsIamsOrOurs() {
    for (var place : List.of("dal1 us-south", "dal2 us-south", "fra1 eu-de", "fra2 eu-de")) {
      shown(IAM, place + " 0: identity_rejected 40, well 2");
    }
    book.clusters.put(IAM, 900);

    assertThat(of(IAM).exchanges()).isEqualTo(Exchanges.FAIL_CALLER);
    assertThat(of(IAM).manyKeys()).isTrue();
    assertThat(of(IAM).scope()).isEqualTo(Scope.GLOBAL);
    assertThat(ruled(OwnChange.NONE)).isEqualTo("I11 iam at fault [IAM]");
    assertThat(ruled(OwnChange.RECENT)).isEqualTo("I10 iam at fault []");
  }

  private String ruled(OwnChange change) {
    var items = new ArrayList<>(items());
    items.add(
        new Evidence(
            "own-changes", Optional.empty(), new Reading.Changed(change), NOON, Duration.ZERO, ""));
    var verdict = DecisionTable.decide(Weighing.of(question, items));
    var first = verdict.rulings().getFirst();
    return first.rule() + " " + first.about().word() + " at fault " + verdict.atFault();
  }

  @Test
  void manyRefusedAmongManyMoreWhoAreServedAreCustomers() {
    shown(IAM, "dal1 us-south 0: identity_rejected 40, well 41");
    book.clusters.put(IAM, 30);

    assertThat(of(IAM).exchanges()).isEqualTo(Exchanges.OK);
  }

  @Test
  void theOrderInWhichTheyBeganIsNoted() {
    shown(IAM, "dal1 us-south 0: http_5xx 9; dal1 us-south 2: well 9");
    shown(
        LOGGING,
        "dal1 us-south 0: http_5xx 9; dal1 us-south 1: http_5xx 9; dal1 us-south 2: http_5xx 9");

    assertThat(matter().circumstances()).containsExactly(Circumstance.LOGGING_BEFORE_IAM);
    assertThat(source.onset(DAL1, NOON)).isEqualTo(NOON.minus(Duration.ofMinutes(1)));
    assertThat(source.onset(carrier("fra1", "eu-de"), NOON)).isEqualTo(NOON);
  }

  @Test
  void nothingTriedThoughSomethingIsDueIsADeadlockUnlessItIsHeldBack() {
    assertThat(matter().circumstances()).isEmpty();

    book.waiting = true;
    assertThat(matter().circumstances()).containsExactly(Circumstance.DEADLOCK);

    heldBack = true;
    assertThat(matter().circumstances()).isEmpty();

    heldBack = false;
    shown(IAM, "dal2 us-south 4: http_5xx 1");
    assertThat(matter().circumstances()).isEmpty();
  }

  @Test
  void exchangesElsewhereDoNotHideADeadlockHere() {
    book.waiting = true;
    shown(IAM, "fra1 eu-de 0: well 90");

    assertThat(matter().circumstances()).containsExactly(Circumstance.DEADLOCK);
  }

  @Test
  void aDatabaseThatCannotBeAskedIsUnknownEverywhere() {
    book.unreachable = true;

    assertThat(items())
        .hasSize(6)
        .allMatch(e -> e.reading().mark() == Reading.Mark.UNKNOWN)
        .allMatch(e -> e.excerpt().equals("the database failed: gone"));
    assertThat(of(IAM)).isEqualTo(Findings.NONE);
  }

  @Test
  void anItemSaysHowManyFailedAndHowFarThatReaches() {
    shown(IAM, "dal1 us-south 0: http_5xx 7, http_4xx 1, well 2; dal2 us-south 0: well 9");

    assertThat(items().getFirst().excerpt())
        .isEqualTo(
            "8 of 10 failed (7 by its doing, 1 by ours), 0 refused to customers, 0 not tried;"
                + " 1 of 2 carriers of us-south fail");
  }

  @Test
  void changesOfOursCountInTheHourBeforeItBegan() {
    var at = NOON.minus(Duration.ofMinutes(59));
    ChangeBook changes =
        (Instant from, Instant until) ->
            at.isBefore(from) || at.isAfter(until)
                ? List.of()
                : List.of(new ChangeBook.Change(at, "version 0.2.0 began"));
    var own = new OwnChangesSource(changes, clock);

    assertThat(own.gather(question, NOON).getFirst().reading())
        .isEqualTo(new Reading.Changed(OwnChange.RECENT));
    assertThat(own.gather(question, NOON).getFirst().excerpt())
        .isEqualTo("version 0.2.0 began at 2026-11-24T11:01:00Z");
    var later = NOON.plus(Duration.ofMinutes(2));
    assertThat(own.gather(Question.byHand(DAL1, later, later), later).getFirst().reading())
        .isEqualTo(new Reading.Changed(OwnChange.NONE));
  }
}
