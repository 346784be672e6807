package dev.cartographer.rehearse;

import static dev.cartographer.rehearse.Scenarios.down;
import static dev.cartographer.rehearse.Scenarios.failing;
import static dev.cartographer.rehearse.Scenarios.healthy;
import static dev.cartographer.rehearse.Scenarios.limited;
import static dev.cartographer.rehearse.Scenarios.outage;
import static dev.cartographer.rehearse.Scenarios.played;
import static dev.cartographer.rehearse.Scenarios.with;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.token.RenewalPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine promises a fleet, played. */
class RehearsalTest {

  @Test
  void aThousandClustersThroughThirtyHealthyDaysHaveNoGapAndAQuarterOfTheirLifeLeft() {
    var report = played(healthy(1_000, ofDays(30)));

    assertThat(report.darkSeconds()).isZero();
    assertThat(report.leastLeft()).isGreaterThanOrEqualTo(0.25);
    assertThat(report.renewals()).isGreaterThan(2_500_000);
    assertThat(report.iamRequestsPerBindingAndLifetime()).isBetween(0.6, 0.75);
  }

  /** 0.30 · 3600 s − 120 s = 960 s is promised; the first token ended after 1,080 s. */
  @Test
  void theFirstTokenEndsNoSoonerThanTheFormulaSays() {
    var knee = 0L;
    for (var seconds = 960; knee == 0; seconds += 20) {
      var report = played(outage(5_000, ofHours(5), down(Dependency.IAM, ofSeconds(seconds))));
      knee = report.dark() > 0 ? seconds : 0;
    }

    assertThat(knee).isBetween(1_080L, 1_120L);
  }

  @Test
  void nothingThatCouldBeSavedIsLostAfterALongOutageOfAnIamWithARateLimit() {
    var report =
        played(
            with(
                100_000,
                ofHours(4),
                Map.of(Dependency.IAM, 500.0),
                List.of(down(Dependency.IAM, ofMinutes(45)))));

    assertThat(report.dark()).isGreaterThan(100_000);
    assertThat(report.avoidableExpiries()).isZero();
    assertThat(report.expiriesForShares()).isLessThan(100);
    assertThat(report.unseenSeconds()).isLessThanOrEqualTo(16);
    // 100,000 calls at 500 a second.
    assertThat(report.drainSeconds()).isBetween(200.0, 240.0);
  }

  @ParameterizedTest
  @EnumSource(names = {"IAM", "LOGGING", "METRICS"})
  void norAfterOneOfAnyDependencyWithoutALimit(Dependency dependency) {
    var report = played(outage(20_000, ofHours(4), down(dependency, ofMinutes(45))));

    assertThat(report.dark()).isPositive();
    assertThat(report.avoidableExpiries()).isZero();
  }

  @Test
  void whereTheRateIsTooLowForAllItSavesNearlyAsManyAsTheRateAllows() {
    var report =
        played(
            with(
                100_000,
                ofHours(4),
                Map.of(Dependency.IAM, 50.0),
                List.of(down(Dependency.IAM, ofMinutes(45)))));

    // Some 90,000 tokens lived when the end of the outage was seen.
    assertThat(report.dark() - 110_000).isBetween(20_000L, 35_000L);
    assertThat(report.avoidableExpiries()).isLessThan(5_000);
  }

  /** One that takes 5/s of a fleet that needs 3.8: refusals must not lead to more of them. */
  @Test
  void aRateLimitThatIsHardlyEnoughIsEnough() {
    var report = played(limited(10_000, ofHours(12), 5));

    assertThat(report.dark()).isZero();
    assertThat(report.leastLeft()).isGreaterThan(0.25);
    assertThat(report.meanRequestsPerSecond()).isLessThan(4);
  }

  @Test
  void theWaveAfterAnOutageHasGoneAfterTwoLifetimes() {
    var report = played(outage(20_000, ofHours(12), down(Dependency.IAM, ofMinutes(45))));

    assertThat(report.peakToMean()).isLessThanOrEqualTo(1.5);
  }

  /** Why the window is as wide as it is. */
  @Test
  void aNarrowerWindowWouldKeepTheWave() {
    var wide = outage(20_000, ofHours(8), down(Dependency.IAM, ofMinutes(45)));
    var narrow =
        new Scenario(
            wide.clusters(),
            1,
            wide.length(),
            wide.ttl(),
            new RenewalPolicy(0.55, 0.70, ofHours(24)),
            Map.of(),
            wide.latency(),
            wide.outages(),
            1);

    assertThat(played(narrow).peakToMean()).isGreaterThan(2.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 1})
  void anOutageIsNotMadeWorse(double share) {
    var report = played(outage(20_000, ofHours(4), failing(Dependency.IAM, ofMinutes(45), share)));

    assertThat(report.amplification()).isLessThanOrEqualTo(1.1);
  }

  @ParameterizedTest
  @CsvSource({"LOGGING, 0.3", "LOGGING, 0.5", "METRICS, 1"})
  void norThatOfAService(Dependency dependency, double share) {
    var report = played(outage(20_000, ofHours(4), failing(dependency, ofMinutes(45), share)));

    assertThat(report.amplification()).isLessThanOrEqualTo(1.1);
  }

  /** 30 % of calls fail, for nothing that less load would mend: first tries go out as ever. */
  @Test
  void aPartialOutageDoesNotSlowTheFirstTriesOfALargeRegion() {
    var report = played(outage(400_000, ofHours(3), failing(Dependency.IAM, ofMinutes(30), 0.3)));

    assertThat(report.amplification()).isBetween(0.95, 1.1);
  }

  @Test
  void theSameSeedGivesTheSameReportAndAnotherSeedAnother() {
    var scenario = regions(7, 1);

    assertThat(played(scenario)).isEqualTo(played(scenario));
    assertThat(played(scenario).timeline()).isNotEqualTo(played(regions(7, 2)).timeline());
  }

  private static Scenario regions(int regions, long seed) {
    return new Scenario(
        7_000,
        regions,
        ofHours(5),
        Duration.ofHours(1),
        RenewalPolicy.DEFAULT,
        Map.of(Dependency.IAM, 20.0),
        Duration.ofMillis(100),
        List.of(down(Dependency.IAM, ofMinutes(30))),
        seed);
  }

  @Test
  void progressIsToldMinuteByMinute() throws InterruptedException {
    var told = new ArrayList<Integer>();
    var scenario = healthy(10, ofMinutes(90));

    Rehearsal.of(scenario, told::add);

    assertThat(told).hasSize(90).isSorted().endsWith(Rehearsal.minutes(scenario));
  }

  @Test
  void regionsShareNothing() {
    var four = regions(4, 1);
    var report = played(four);

    assertThat(report.peakRequestsPerSecond()).isLessThan(80);
    assertThat(report.dark()).isPositive();
  }
}
