package dev.cartographer.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import dev.cartographer.verdict.Findings.StatusPage;
import dev.cartographer.verdict.Ruling.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of one dependency, walked through whole: 14,400 findings. */
class FaultTableTest {
  private static final List<Findings> ALL = all();

  private static List<Findings> all() {
    var all = new ArrayList<Findings>();
    for (var exchanges : Exchanges.values()) {
      for (var probe : Probe.values()) {
        for (var status : StatusPage.values()) {
          for (var cie : Cie.values()) {
            for (var scope : Scope.values()) {
              for (var change : OwnChange.values()) {
                for (var last = 0; last < 4; last++) {
                  all.add(
                      new Findings(
                          exchanges, probe, status, cie, scope, change, last % 2 == 1, last > 1));
                }
              }
            }
          }
        }
      }
    }
    return all;
  }

  private static Ruling ruled(Findings findings) {
    return FaultTable.of(Dependency.IAM, findings);
  }

  @Test
  void everyRowRulesSomething() {
    var rules = new TreeSet<String>();
    ALL.forEach(f -> rules.add(ruled(f).rule()));

    assertThat(ALL).hasSize(14_400);
    assertThat(rules)
        .contains("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12", "I13")
        .contains("I14", "I15", "I17", "I16/I1", "I16/I5");
  }

  @Test
  void nobodyIsBlamedWithLittleConfidence() {
    assertThat(ALL)
        .map(FaultTableTest::ruled)
        .filteredOn(Ruling::blames)
        .isNotEmpty()
        .noneMatch(r -> r.confidence() == Confidence.LOW);
  }

  @Test
  void workingExchangesClearWhateverAPageSays() {
    assertThat(ALL)
        .filteredOn(f -> f.exchanges() == Exchanges.OK)
        .hasSize(2_880)
        .allMatch(f -> ruled(f).outcome() instanceof Outcome.Cleared);
  }

  @Test
  void toLearnThatItIsDownNeverMovesBlameAway() {
    assertThat(ALL)
        .filteredOn(f -> f.probe() == Probe.UNKNOWN && ruled(f).blames())
        .isNotEmpty()
        .allMatch(f -> ruled(probed(f, Probe.DOWN)).blames());
    assertThat(ALL)
        .filteredOn(f -> f.cie() == Cie.UNKNOWN && ruled(f).blames())
        .isNotEmpty()
        .allMatch(f -> ruled(announced(f, Cie.OPEN)).blames());
    for (var trouble : List.of(StatusPage.DEGRADED, StatusPage.OUTAGE)) {
      assertThat(ALL)
          .filteredOn(f -> f.status() == StatusPage.UNKNOWN && ruled(f).blames())
          .isNotEmpty()
          .allMatch(f -> ruled(f.withStatus(trouble)).blames());
    }
  }

  @Test
  void toLearnThatItIsUpNeverMovesBlameTowardsIt() {
    for (var up : List.of(Probe.UP_LIVENESS, Probe.UP_FUNCTIONAL)) {
      assertThat(ALL)
          .filteredOn(f -> f.probe() == Probe.UNKNOWN && !ruled(f).blames())
          .isNotEmpty()
          .noneMatch(f -> ruled(probed(f, up)).blames());
    }
    assertThat(ALL)
        .filteredOn(f -> f.status() == StatusPage.UNKNOWN && !ruled(f).blames())
        .noneMatch(f -> ruled(f.withStatus(StatusPage.OPERATIONAL)).blames());
    assertThat(ALL)
        .filteredOn(f -> f.cie() == Cie.UNKNOWN && !ruled(f).blames())
        .noneMatch(f -> ruled(announced(f, Cie.NONE)).blames());
  }

  @Test
  void whoIsAtFaultIsLessCertainWhenFailuresAreMixed() {
    assertThat(ALL)
        .filteredOn(f -> f.exchanges() == Exchanges.FAIL_MIXED)
        .allSatisfy(f ->
            assertThat(ruled(f).confidence())
                .isLessThanOrEqualTo(
                    ruled(f.withExchanges(Exchanges.FAIL_DEPENDENCY)).confidence()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FAIL_DEPENDENCY | DOWN          | OPERATIONAL | NONE    | REGIONAL | NONE    | I1     | AtFault                          | HIGH
          FAIL_DEPENDENCY | DOWN          | OPERATIONAL | NONE    | LOCAL    | NONE    | I1     | AtFault                          | MEDIUM
          FAIL_DEPENDENCY | UNKNOWN       | UNKNOWN     | OPEN    | SOLO     | UNKNOWN | I2     | AtFault                          | HIGH
          FAIL_DEPENDENCY | UNKNOWN       | DEGRADED    | UNKNOWN | REGIONAL | UNKNOWN | I2     | AtFault                          | MEDIUM
          FAIL_DEPENDENCY | UP_LIVENESS   | OUTAGE      | UNKNOWN | GLOBAL   | NONE    | I3     | AtFault                          | MEDIUM
          FAIL_DEPENDENCY | UP_FUNCTIONAL | UNKNOWN     | OPEN    | REGIONAL | NONE    | I4     | AtFault                          | MEDIUM
          FAIL_DEPENDENCY | UP_FUNCTIONAL | OPERATIONAL | NONE    | LOCAL    | NONE    | I5     | Ourselves[cause=CARRIER_LOCAL]   | HIGH
          FAIL_DEPENDENCY | UP_LIVENESS   | OUTAGE      | NONE    | LOCAL    | NONE    | I5     | Ourselves[cause=CARRIER_LOCAL]   | MEDIUM
          FAIL_DEPENDENCY | UP_FUNCTIONAL | OPERATIONAL | NONE    | GLOBAL   | NONE    | I6     | Ourselves[cause=OUR_CLIENT_PATH] | MEDIUM
          FAIL_DEPENDENCY | UNKNOWN       | OPERATIONAL | NONE    | REGIONAL | NONE    | I7     | AtFault                          | MEDIUM
          FAIL_DEPENDENCY | UP_LIVENESS   | DEGRADED    | NONE    | REGIONAL | NONE    | I7     | AtFault                          | MEDIUM
          FAIL_DEPENDENCY | UNKNOWN       | UNKNOWN     | UNKNOWN | REGIONAL | RECENT  | I8     | Ourselves[cause=OUR_CHANGE]      | MEDIUM
          FAIL_DEPENDENCY | UNKNOWN       | UNKNOWN     | UNKNOWN | SOLO     | UNKNOWN | I9     | Ourselves[cause=SUSPECTED]       | LOW
          FAIL_CALLER     | UNKNOWN       | UNKNOWN     | UNKNOWN | GLOBAL   | RECENT  | I10    | Ourselves[cause=CREDENTIALS]     | HIGH
          FAIL_CALLER     | UP_FUNCTIONAL | OPERATIONAL | NONE    | GLOBAL   | NONE    | I11    | AtFault                          | MEDIUM
          NO_DATA         | UNKNOWN       | OUTAGE      | UNKNOWN | SOLO     | UNKNOWN | I14    | Ourselves[cause=SUSPECTED]       | LOW
          OK              | DOWN          | OUTAGE      | OPEN    | GLOBAL   | NONE    | I15    | Cleared                          | HIGH
          FAIL_MIXED      | DOWN          | UNKNOWN     | UNKNOWN | GLOBAL   | UNKNOWN | I16/I1 | AtFault                          | MEDIUM
          FAIL_CALLER     | DOWN          | UNKNOWN     | UNKNOWN | LOCAL    | UNKNOWN | I16/I1 | Ourselves[cause=SUSPECTED]       | LOW
          NO_DATA         | UNKNOWN       | UNKNOWN     | UNKNOWN | SOLO     | UNKNOWN | I17    | Ourselves[cause=UNCLEAR]         | LOW
          """)
  void theTableReads(
      Exchanges exchanges,
      Probe probe,
      StatusPage status,
      Cie cie,
      Scope scope,
      OwnChange change,
      String rule,
      String outcome,
      Confidence confidence) {
    var ruling = ruled(new Findings(exchanges, probe, status, cie, scope, change, false, true));

    assertThat(ruling.rule()).isEqualTo(rule);
    assertThat(ruling.outcome().toString().replace("[]", "")).isEqualTo(outcome);
    assertThat(ruling.confidence()).isEqualTo(confidence);
  }

  @Test
  void blockedExchangesSpeakForAProbeThatIsDown() {
    var down = probed(Findings.NONE, Probe.DOWN);
    var blocked =
        new Findings(
            down.exchanges(),
            down.probe(),
            down.status(),
            down.cie(),
            down.scope(),
            down.change(),
            true,
            false);

    assertThat(ruled(down).outcome()).isEqualTo(new Outcome.Hold(Ruling.Reason.WATCH));
    assertThat(ruled(blocked)).isEqualTo(blamed("I13", Confidence.MEDIUM));
    assertThat(ruled(blocked.withStatus(StatusPage.OUTAGE)))
        .isEqualTo(blamed("I12", Confidence.HIGH));
  }

  private static Ruling blamed(String rule, Confidence confidence) {
    return new Ruling(rule, Dependency.IAM, new Outcome.AtFault(), confidence);
  }

  private static Findings probed(Findings f, Probe probe) {
    return new Findings(
        f.exchanges(),
        probe,
        f.status(),
        f.cie(),
        f.scope(),
        f.change(),
        f.othersBlocked(),
        f.manyKeys());
  }

  private static Findings announced(Findings f, Cie cie) {
    return new Findings(
        f.exchanges(),
        f.probe(),
        f.status(),
        cie,
        f.scope(),
        f.change(),
        f.othersBlocked(),
        f.manyKeys());
  }
}
