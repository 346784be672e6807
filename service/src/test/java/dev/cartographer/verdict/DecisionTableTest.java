package dev.cartographer.verdict;

import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static dev.cartographer.fault.Dependency.METRICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import dev.cartographer.verdict.Findings.StatusPage;
import dev.cartographer.verdict.Ruling.Cause;
import dev.cartographer.verdict.Ruling.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecisionTableTest {
  private static final Findings WELL = regional(Exchanges.OK, Probe.UNKNOWN);
  private static final Findings DOWN = regional(Exchanges.FAIL_DEPENDENCY, Probe.DOWN);

  private static Findings regional(Exchanges exchanges, Probe probe) {
    return new Findings(
        exchanges,
        probe,
        StatusPage.UNKNOWN,
        Cie.UNKNOWN,
        Scope.REGIONAL,
        OwnChange.NONE,
        false,
        true);
  }

  private static Findings blocked() {
    return regional(Exchanges.NO_DATA, Probe.UNKNOWN);
  }

  private static Verdict decided(
      Set<Dependency> firing,
      Findings iam,
      Findings logging,
      Findings metrics,
      Circumstance... is) {
    return DecisionTable.decide(
        new Case(
            firing,
            Map.of(IAM, iam, LOGGING, logging, METRICS, metrics),
            Control.OK,
            is.length == 0 ? Set.of() : EnumSet.copyOf(List.of(is))));
  }

  private static String told(Verdict verdict) {
    return verdict.rulings().stream()
        .map(r -> r.rule() + " " + r.about().word())
        .collect(Collectors.joining(", "));
  }

  @Test
  void ofThreeAlertsOnlyIamIsPagedWhenTheOthersAreBlocked() {
    var verdict = decided(Set.of(IAM, LOGGING, METRICS), DOWN, blocked(), blocked());

    assertThat(told(verdict)).isEqualTo("I1 iam, D1 logging, D1 metrics");
    assertThat(verdict.atFault()).containsExactly(IAM);
    assertThat(verdict.ourselves()).isFalse();
  }

  @Test
  void iamIsFoundAlsoWhenItsAlertNeverComes() {
    var iam =
        new Findings(
            Exchanges.NO_DATA,
            Probe.DOWN,
            StatusPage.UNKNOWN,
            Cie.UNKNOWN,
            Scope.REGIONAL,
            OwnChange.NONE,
            true,
            true);

    var verdict = decided(Set.of(LOGGING), iam, blocked(), blocked());

    assertThat(told(verdict)).isEqualTo("I13 iam, D1 logging");
    assertThat(verdict.atFault()).containsExactly(IAM);
  }

  @Test
  void loggingThatFailsWithAValidIamTokenIsASecondCause() {
    var verdict = decided(Set.of(IAM, LOGGING, METRICS), DOWN, DOWN, blocked());

    assertThat(told(verdict)).isEqualTo("I1 iam, D2 logging, D1 metrics");
    assertThat(verdict.atFault()).containsExactlyInAnyOrder(IAM, LOGGING);
  }

  @Test
  void aRedPageOfIamDoesNotOutweighExchangesThatWork() {
    var iam = WELL.withStatus(StatusPage.OUTAGE);

    var verdict = decided(Set.of(IAM, LOGGING), iam, DOWN, WELL);

    assertThat(told(verdict)).isEqualTo("I15 iam, I1 logging");
    assertThat(verdict.atFault()).containsExactly(LOGGING);
    assertThat(verdict.notes())
        .containsExactly("iam: our exchanges work, though its team announces trouble");
  }

  @Test
  void aCarrierOfItsOwnIsOurs() {
    var local =
        new Findings(
            Exchanges.FAIL_DEPENDENCY,
            Probe.UP_FUNCTIONAL,
            StatusPage.OPERATIONAL,
            Cie.NONE,
            Scope.LOCAL,
            OwnChange.NONE,
            true,
            true);

    var verdict = decided(Set.of(IAM, LOGGING), local, blocked(), WELL);

    assertThat(told(verdict)).isEqualTo("I5 iam, D1 logging");
    assertThat(verdict.atFault()).isEmpty();
    assertThat(verdict.ourselves()).isTrue();
  }

  @Test
  void whatFailsOnBothServicesAlikeIsCommonToThem() {
    var up = regional(Exchanges.FAIL_DEPENDENCY, Probe.UP_FUNCTIONAL);

    var alike = decided(Set.of(LOGGING, METRICS), WELL, up, up, Circumstance.SAME_ONSET);
    assertThat(told(alike)).isEqualTo("D4 logging, D4 metrics");
    assertThat(alike.rulings())
        .extracting(Ruling::outcome)
        .containsOnly(new Outcome.Ourselves(Cause.COMMON_MODE));

    var both = decided(Set.of(LOGGING, METRICS), WELL, DOWN, DOWN, Circumstance.SAME_ONSET);
    assertThat(told(both)).isEqualTo("D5 logging, D5 metrics");
    assertThat(both.atFault()).containsExactlyInAnyOrder(LOGGING, METRICS);
  }

  @Test
  void announcedWorkIsWaitedForAndWhatIsBehindItToo() {
    var work = DOWN.withStatus(StatusPage.MAINTENANCE);

    assertThat(told(decided(Set.of(LOGGING), WELL, work, WELL))).isEqualTo("D6 logging");
    var iam = decided(Set.of(IAM, METRICS), work, WELL, blocked());
    assertThat(told(iam)).isEqualTo("D6 iam, D1 metrics");
    assertThat(iam.holds()).isTrue();
  }

  @Test
  void theIncidentAsAWholeGoesFirst() {
    assertThat(told(decided(Set.of(IAM), DOWN, WELL, WELL, Circumstance.UNUSABLE_ALERT)))
        .isEqualTo("G1 iam");
    assertThat(told(decided(Set.of(IAM), DOWN, WELL, WELL, Circumstance.MUTED)))
        .isEqualTo("G2 iam");
    assertThat(decided(Set.of(IAM), WELL, WELL, WELL).holds()).isTrue();
    assertThat(decided(Set.of(IAM), WELL, WELL, WELL, Circumstance.FLAPPING).ourselves()).isTrue();
    assertThat(told(decided(Set.of(IAM), DOWN, WELL, WELL, Circumstance.DEADLOCK)))
        .isEqualTo("G4 iam");
  }

  @Test
  void withoutPrometheusNothingIsCertain() {
    var verdict =
        decided(Set.of(IAM), DOWN, blocked(), blocked(), Circumstance.MONITORING_IMPAIRED);

    assertThat(verdict.atFault()).containsExactly(IAM);
    assertThat(verdict.rulings()).extracting(Ruling::confidence).containsOnly(Confidence.MEDIUM);
    assertThat(verdict.notes()).hasSize(1);
  }

  @Test
  void everyCaseHasAVerdictAndThatIsAlwaysTheSame() {
    var random = new SplittableRandom(20261124);
    for (var i = 0; i < 200_000; i++) {
      var matter = anyCase(random);

      var verdict = DecisionTable.decide(matter);

      assertThat(verdict).isEqualTo(DecisionTable.decide(matter));
      assertThat(verdict.rulings()).hasSizeBetween(1, 3);
      assertThat(verdict.rulings())
          .noneMatch(r -> r.blames() && r.confidence() == Confidence.LOW)
          .noneMatch(r ->
              r.outcome() instanceof Outcome.FollowsFromIam
                  && matter.of(r.about()).exchanges().fail());
    }
  }

  private static Case anyCase(SplittableRandom random) {
    return new Case(
        some(random, List.of(IAM, LOGGING, METRICS)),
        Map.of(IAM, any(random), LOGGING, any(random), METRICS, any(random)),
        one(random, Control.values()),
        random.nextInt(3) == 0 ? some(random, List.of(Circumstance.values())) : Set.of());
  }

  private static Findings any(SplittableRandom random) {
    return new Findings(
        one(random, Exchanges.values()),
        one(random, Probe.values()),
        one(random, StatusPage.values()),
        one(random, Cie.values()),
        one(random, Scope.values()),
        one(random, OwnChange.values()),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private static <T> T one(SplittableRandom random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  private static <T> Set<T> some(SplittableRandom random, List<T> of) {
    return of.stream().filter(_ -> random.nextInt(4) == 0).collect(Collectors.toSet());
  }
}
