package dev.cartographer.rotation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetryPolicy POLICY =
      new RetryPolicy(ofSeconds(1), ofSeconds(60), ofSeconds(30), ofMinutes(15));
  private static final Fault PASSING =
      new Fault(Dependency.IAM, FaultKind.HTTP_5XX, "IAM answered 503");
  private static final Fault PERMANENT =
      new Fault(Dependency.CLUSTER, FaultKind.IDENTITY_REJECTED, "IAM does not know this key");

  private final RandomGenerator random = new SplittableRandom(7);

  private Duration next(Fault fault, Duration previous, Duration left) {
    return POLICY.next(fault, previous, NOW.plus(left), NOW, random);
  }

  @Test
  void aPassingFaultIsTriedAgainWithinThreeTimesTheLastWait() {
    for (var i = 0; i < 1000; i++) {
      assertThat(next(PASSING, ofSeconds(5), ofHours(1))).isBetween(ofSeconds(1), ofSeconds(15));
      assertThat(next(PASSING, ofSeconds(50), ofHours(1))).isBetween(ofSeconds(1), ofSeconds(60));
    }
  }

  @Test
  void theNearerTheEndTheShorterTheWaitSoThatFourTriesRemain() {
    for (var i = 0; i < 1000; i++) {
      assertThat(next(PASSING, ofSeconds(50), ofSeconds(40)))
          .isBetween(ofSeconds(1), ofSeconds(10));
    }
  }

  @Test
  void everyTokenGetsFourTriesBeforeItEnds() {
    for (var seed = 0; seed < 200; seed++) {
      var dice = new SplittableRandom(seed);
      var end = NOW.plus(ofMinutes(18));
      var at = NOW;
      var wait = Duration.ZERO;
      var tries = 0;
      while (at.isBefore(end)) {
        wait = POLICY.next(PASSING, wait, end, at, dice);
        at = at.plus(wait);
        tries++;
      }

      assertThat(tries).isGreaterThan(18);
    }
  }

  @Test
  void aFaultThatSomebodyMustMendIsTriedOnASlowLadder() {
    assertThat(next(PERMANENT, Duration.ZERO, ofHours(1))).isBetween(ofSeconds(30), ofSeconds(33));
    assertThat(next(PERMANENT, ofSeconds(30), ofHours(1))).isBetween(ofSeconds(60), ofSeconds(66));
    assertThat(next(PERMANENT, ofMinutes(14), ofHours(1)))
        .isBetween(ofMinutes(15), ofMinutes(15).plusSeconds(90));
  }

  @Test
  void aServerThatAsksForQuietGetsIt() {
    var asked =
        new Fault(
            Dependency.IAM, FaultKind.HTTP_429, "IAM answered 429", Optional.of(ofMinutes(2)));

    assertThat(next(asked, Duration.ZERO, ofSeconds(30))).isEqualTo(ofMinutes(2));
  }
}
