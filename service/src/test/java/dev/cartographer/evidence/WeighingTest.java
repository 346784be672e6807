package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.carrier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.evidence.Reading.Alerting;
import dev.cartographer.evidence.Reading.Announced;
import dev.cartographer.evidence.Reading.Changed;
import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.evidence.Reading.Exchanging;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import dev.cartographer.verdict.Findings.StatusPage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How several items that speak of the same become one finding. */
class WeighingTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static Case weighed(List<Reading> aboutIam, List<Reading> aboutAll) {
    var question = Question.byHand(carrier("dal1", "us-south"), NOON, NOON);
    var items =
        Stream.concat(
                aboutIam.stream().map(r -> item(Optional.of(Dependency.IAM), r)),
                aboutAll.stream().map(r -> item(Optional.empty(), r)))
            .toList();
    return Weighing.of(question, items);
  }

  private static Evidence item(Optional<Dependency> dependency, Reading reading) {
    return new Evidence("some", dependency, reading, NOON, Duration.ZERO, "");
  }

  private static Findings iam(List<Reading> readings) {
    return weighed(readings, List.of()).findings().getOrDefault(Dependency.IAM, Findings.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', UNKNOWN",
    "l:UNKNOWN, UNKNOWN",
    "l:UP_LIVENESS, UP_LIVENESS",
    "l:UP_LIVENESS l:UNKNOWN, UP_LIVENESS",
    "l:UP_LIVENESS l:DOWN, UNKNOWN",
    "l:DOWN l:DOWN, DOWN",
    "f:UNKNOWN l:DOWN, DOWN",
    "f:UP_FUNCTIONAL l:DOWN, UP_FUNCTIONAL",
    "f:DOWN l:UP_LIVENESS, DOWN",
    "f:DOWN f:UP_FUNCTIONAL l:DOWN, UNKNOWN"
  })
  void aWholeExchangeOutranksAnAnswerAndContradictionIsUnknown(String said, Probe expected) {
    var probes =
        Arrays.stream(said.split(" ", -1))
            .filter(word -> !word.isEmpty())
            .<Reading>map(
                word -> new Probed(Probe.valueOf(word.substring(2)), word.startsWith("f")))
            .toList();

    assertThat(iam(probes).probe()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', UNKNOWN",
    "UNKNOWN, UNKNOWN",
    "OPERATIONAL UNKNOWN, OPERATIONAL",
    "OPERATIONAL DEGRADED, DEGRADED",
    "DEGRADED OUTAGE OPERATIONAL, OUTAGE",
    "OUTAGE MAINTENANCE, MAINTENANCE"
  })
  void theLoudestPageCountsAndAnnouncedWorkBeforeAll(String said, StatusPage expected) {
    var shown =
        Arrays.stream(said.split(" ", -1))
            .filter(word -> !word.isEmpty())
            .<Reading>map(word -> new Displayed(StatusPage.valueOf(word)))
            .toList();

    assertThat(iam(shown).status()).isEqualTo(expected);
  }

  @Test
  void oneOpenEventIsEnough() {
    assertThat(iam(List.of(new Announced(Cie.NONE), new Announced(Cie.OPEN))).cie())
        .isEqualTo(Cie.OPEN);
    assertThat(iam(List.of(new Announced(Cie.NONE), new Announced(Cie.UNKNOWN))).cie())
        .isEqualTo(Cie.NONE);
    assertThat(iam(List.of()).cie()).isEqualTo(Cie.UNKNOWN);
  }

  @Test
  void ourOwnChangesConcernEveryDependency() {
    var matter = weighed(List.of(), List.of(new Changed(OwnChange.RECENT)));

    assertThat(matter.findings().values())
        .extracting(Findings::change)
        .containsOnly(OwnChange.RECENT);
    assertThat(iam(List.of()).change()).isEqualTo(OwnChange.UNKNOWN);
  }

  @Test
  void theControlIsBadOnlyIfNoneIsWell() {
    var ok = new Controlled(Control.OK);
    var bad = new Controlled(Control.BAD);
    var unknown = new Controlled(Control.UNKNOWN);

    assertThat(weighed(List.of(), List.of(bad, ok)).control()).isEqualTo(Control.OK);
    assertThat(weighed(List.of(), List.of(bad, unknown)).control()).isEqualTo(Control.BAD);
    assertThat(weighed(List.of(), List.of(unknown)).control()).isEqualTo(Control.UNKNOWN);
    assertThat(weighed(List.of(), List.of()).control()).isEqualTo(Control.UNKNOWN);
  }

  @Test
  void exchangesAreTakenAsTheyWereRead() {
    var iam = iam(List.of(new Exchanging(Exchanges.FAIL_MIXED, Scope.REGIONAL, true, true)));

    assertThat(iam)
        .isEqualTo(
            new Findings(
                Exchanges.FAIL_MIXED,
                Probe.UNKNOWN,
                StatusPage.UNKNOWN,
                Cie.UNKNOWN,
                Scope.REGIONAL,
                OwnChange.UNKNOWN,
                true,
                true));
    assertThat(iam(List.of())).isEqualTo(Findings.NONE);
  }

  @Test
  void withoutAnAskerWhoKnowsTheAlertsAreThoseThatMonitoringTells() {
    assertThat(weighed(List.of(new Alerting(true)), List.of()).firing())
        .containsExactly(Dependency.IAM);
    assertThat(weighed(List.of(new Alerting(false)), List.of()).firing()).isEmpty();
  }
}
