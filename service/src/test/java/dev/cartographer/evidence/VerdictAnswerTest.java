package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.NOON;
import static dev.cartographer.evidence.Counted.carrier;
import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.evidence.Reading.Alerting;
import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.evidence.Reading.Exchanging;
import dev.cartographer.evidence.Reading.Noted;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import dev.cartographer.verdict.Findings.StatusPage;
import dev.cartographer.view.VerdictView;
import dev.cartographer.view.VerdictView.RulingView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person is told who asks by hand. */
class VerdictAnswerTest {
  private static final Exchanging FAILING =
      new Exchanging(Exchanges.FAIL_DEPENDENCY, Scope.REGIONAL, true, true);

  private static Evidence item(Dependency dependency, Reading reading) {
    return new Evidence("some", Optional.of(dependency), reading, NOON, Duration.ZERO, "so");
  }

  private static Evidence item(Reading reading) {
    return new Evidence("some", Optional.empty(), reading, NOON, Duration.ZERO, "so");
  }

  private static VerdictView answer(Evidence... items) {
    var dal1 = carrier("dal1", "us-south");
    var question = Question.byHand(dal1, NOON, NOON);
    var all = List.of(items);
    return VerdictAnswer.of(dal1, new Gathered(Weighing.of(question, all), all));
  }

  @Test
  void whoeverIsAtFaultIsNamedWithTheRuleAndTheEvidence() {
    var answer = answer(item(IAM, FAILING), item(IAM, new Probed(Probe.DOWN, false)));

    assertThat(answer.healthy()).isFalse();
    assertThat(answer.atFault()).containsExactly("iam");
    assertThat(answer.sentences()).containsExactly("IAM is at fault (rule I1, high confidence).");
    assertThat(answer.rulings()).containsExactly(new RulingView("I1", "iam", "at_fault", "high"));
    assertThat(answer.evidence()).hasSize(2);
  }

  @Test
  void whatIsOursIsArmadaIces() {
    var answer = answer(item(IAM, FAILING), item(IAM, new Probed(Probe.UP_FUNCTIONAL, true)));

    assertThat(answer.healthy()).isFalse();
    assertThat(answer.atFault()).containsExactly("armada-ice");
    assertThat(answer.sentences())
        .containsExactly(
            "Our way to IAM fails, while it serves others (rule I6, medium confidence).");
  }

  @Test
  void whereNothingFiresAndNothingFailsNobodyIsLookedFor() {
    var answer =
        answer(
            item(IAM, new Displayed(StatusPage.OUTAGE)),
            item(LOGGING, Exchanging.NOTHING),
            item(new Noted(Circumstance.MONITORING_IMPAIRED)));

    assertThat(answer.healthy()).isTrue();
    assertThat(answer.atFault()).isEmpty();
    assertThat(answer.sentences())
        .containsExactly(
            "Nothing is wrong on dal1 as far as is known: no alert fires, and no exchange fails.");
    assertThat(answer.notes()).contains("monitoring impaired: Prometheus could not be asked");
  }

  @Test
  void aProbeThatIsDownIsToldThoughNobodyIsLookedFor() {
    var answer =
        answer(
            item(IAM, new Exchanging(Exchanges.OK, Scope.SOLO, false, false)),
            item(LOGGING, new Exchanging(Exchanges.OK, Scope.SOLO, false, false)),
            item(LOGGING, new Probed(Probe.DOWN, false)));

    assertThat(answer.healthy()).isTrue();
    assertThat(answer.sentences()).containsExactly("IAM works (rule I15, high confidence).");
    assertThat(answer.notes())
        .containsExactly("logging: its probe is down, and no exchange has suffered");
  }

  static List<Evidence> alarms() {
    return List.of(
        item(IAM, FAILING),
        item(IAM, new Probed(Probe.DOWN, false)),
        item(IAM, new Alerting(true)),
        item(new Controlled(Control.BAD)),
        item(new Noted(Circumstance.DEADLOCK)));
  }

  @ParameterizedTest
  @MethodSource("alarms")
  void whatIsAlarmingIsNeverQuiet(Evidence alarm) {
    assertThat(answer(alarm).sentences()).noneMatch(s -> s.startsWith("Nothing is wrong"));
  }
}
