package dev.cartographer.limit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.limit.Admission.Full;
import dev.cartographer.limit.Admission.Go;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Admission.Reason;
import dev.cartographer.limit.Admission.Soon;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Gate gate = new Gate(GatePolicy.SERVICE);

  private Go go(Instant now) {
    return (Go) gate.ask(false, now);
  }

  private void answer(Instant now) {
    gate.answered(go(now), ofMillis(20), now);
  }

  private void fail(Instant now) {
    gate.failed(go(now), ofMillis(20), Optional.empty(), now);
  }

  private void shut() {
    for (var i = 0; i < 10; i++) {
      fail(NOON);
    }
  }

  @Test
  void atFirstSixteenCallsMayBeUnderWay() {
    for (var i = 0; i < 16; i++) {
      assertThat(gate.ask(false, NOON)).isEqualTo(new Go(false));
    }

    assertThat(gate.ask(false, NOON)).isEqualTo(new Full());
  }

  @Test
  void theLimitGrowsOnlyWhileItIsUsed() {
    for (var i = 0; i < 100; i++) {
      answer(NOON);
    }
    assertThat(gate.view(NOON).limit()).isEqualTo(16);

    var first = go(NOON);
    for (var i = 0; i < 9; i++) {
      go(NOON);
    }
    gate.answered(first, ofMillis(20), NOON);
    assertThat(gate.view(NOON).limit()).isEqualTo(17);
  }

  @Test
  void aServerThatAnswersLateIsAskedByFewerAtOnce() {
    for (var i = 0; i < 30; i++) {
      gate.answered(go(NOON), ofSeconds(4), NOON);
    }

    assertThat(gate.view(NOON).limit()).isLessThanOrEqualTo(1);
    assertThat(gate.view(NOON).shutSince()).isEmpty();
  }

  @Test
  void whatFailsNowAndThenIsAskedAsUsualAndNotMore() {
    var now = NOON;
    for (var second = 0; second < 7_200; second++) {
      now = now.plusSeconds(1);
      var calls = new ArrayList<Go>();
      for (var i = 0; i < 40; i++) {
        if (gate.ask(false, now) instanceof Go go) {
          calls.add(go);
        }
      }
      for (var call : calls) {
        gate.answered(call, ofMillis(20), now);
      }
    }
    assertThat(gate.view(now).limit()).isGreaterThan(60);

    for (var i = 0; i < 1_000; i++) {
      gate.failed(go(now), ofMillis(20), Optional.empty(), now);
      gate.answered(go(now), ofMillis(20), now);
    }
    assertThat(gate.view(now).limit()).isBetween(40, 50);

    for (var i = 0; i < 100; i++) {
      gate.failed(go(now), ofSeconds(5), Optional.empty(), now);
      gate.answered(go(now), ofMillis(20), now);
    }
    assertThat(gate.view(now).limit()).isLessThanOrEqualTo(5);
  }

  @Test
  void tenFailuresInARowShutIt() {
    for (var i = 0; i < 9; i++) {
      fail(NOON);
    }
    answer(NOON);
    for (var i = 0; i < 9; i++) {
      fail(NOON);
    }
    assertThat(gate.view(NOON).shutSince()).isEmpty();

    fail(NOON);
    assertThat(gate.view(NOON).shutSince()).hasValue(NOON);
    assertThat(gate.width(NOON)).isZero();
    assertThat(gate.ask(false, NOON)).isEqualTo(new Held(Reason.OUTAGE, NOON.plusSeconds(1)));
  }

  @Test
  void whatFailsNowAndThenStaysOpen() {
    for (var i = 0; i < 200; i++) {
      fail(NOON);
      answer(NOON);
      answer(NOON);
    }

    assertThat(gate.view(NOON).shutSince()).isEmpty();
  }

  @Test
  void oneProbeAtATimeAndTheNextAfterATenthOfTheOutage() {
    shut();
    var now = NOON.plusSeconds(1);
    var probe = gate.ask(false, now);

    assertThat(probe).isEqualTo(new Go(true));
    assertThat(gate.ask(false, now)).isInstanceOf(Held.class);
    gate.failed((Go) probe, ofMillis(20), Optional.empty(), now);
    assertThat(gate.ask(false, now)).isEqualTo(new Held(Reason.OUTAGE, now.plusSeconds(1)));

    var later = NOON.plusSeconds(60);
    gate.failed((Go) gate.ask(false, later), ofMillis(20), Optional.empty(), later);
    assertThat(gate.ask(false, later)).isEqualTo(new Held(Reason.OUTAGE, later.plusSeconds(6)));
  }

  @Test
  void inALongOutageAProbeGoesOutEveryFifteenSeconds() {
    shut();
    var probes = 0;
    for (var second = 1; second <= 3600; second++) {
      var now = NOON.plusSeconds(second);
      if (gate.ask(false, now) instanceof Go probe) {
        probes++;
        gate.failed(probe, ofMillis(20), Optional.empty(), now);
      }
    }

    assertThat(probes).isBetween(255, 280);
  }

  @Test
  void aProbeThatIsAnsweredOpensItAsAtTheBeginning() {
    shut();
    var now = NOON.plusSeconds(1);
    gate.answered((Go) gate.ask(false, now), ofMillis(20), now);

    assertThat(gate.view(now)).isEqualTo(new GateView(Optional.empty(), Optional.empty(), 16, 0));
  }

  @Test
  void whoFailedAsTheOutageBeganIsLetThroughWhenItIsOver() {
    shut();
    var now = NOON.plusSeconds(1);
    gate.answered((Go) gate.ask(false, now), ofMillis(20), now);

    for (var i = 0; i < 100; i++) {
      var again = gate.ask(true, now);
      assertThat(again).isEqualTo(new Go(false));
      gate.answered((Go) again, ofMillis(20), now);
    }
  }

  @Test
  void aProbeThatWasNotMadeLeavesItsPlaceToTheNext() {
    shut();
    var now = NOON.plusSeconds(1);
    gate.spared((Go) gate.ask(false, now));

    assertThat(gate.ask(false, now)).isEqualTo(new Go(true));
  }

  @Test
  void anAnswerToACallFromBeforeTheOutageDoesNotOpenIt() {
    var early = go(NOON);
    shut();
    gate.answered(early, ofMillis(900), NOON);

    assertThat(gate.view(NOON).shutSince()).hasValue(NOON);
  }

  @Test
  void nobodyIsLetThroughBeforeTheTimeTheServerGave() {
    gate.failed(go(NOON), ofMillis(20), Optional.of(ofMinutes(2)), NOON);

    var early = 0;
    for (var second = 0; second < 120; second++) {
      if (gate.ask(false, NOON.plusSeconds(second)) instanceof Go) {
        early++;
      }
    }
    assertThat(early).isZero();
    assertThat(gate.ask(false, NOON.plusSeconds(120))).isEqualTo(new Go(false));
  }

  @Test
  void aLaterAnswerDoesNotShortenTheTimeTheServerGave() {
    var other = go(NOON);
    gate.failed(go(NOON), ofMillis(20), Optional.of(ofMinutes(2)), NOON);
    gate.failed(other, ofMillis(20), Optional.of(ofSeconds(5)), NOON);

    assertThat(gate.view(NOON).quietUntil()).hasValue(NOON.plusSeconds(120));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.15, 0.3, 0.5})
  void secondTriesAreATenthOfTheLoadHoweverManyFail(double failing) {
    var random = new SplittableRandom(7);
    var now = NOON;
    var first = 0;
    var again = 0;
    for (var i = 0; i < 100_000; i++) {
      now = now.plusMillis(100);
      first += call(gate.ask(false, now), failing, random, now);
      again += call(gate.ask(true, now), failing, random, now);
    }

    assertThat(first).isGreaterThan(90_000);
    assertThat((double) again / first).isLessThan(0.105);
  }

  private int call(Admission admission, double failing, SplittableRandom random, Instant now) {
    if (!(admission instanceof Go go)) {
      return 0;
    }
    if (random.nextDouble() < failing) {
      gate.failed(go, ofMillis(20), Optional.empty(), now);
    } else {
      gate.answered(go, ofMillis(20), now);
    }
    return 1;
  }

  @Test
  void withoutAnySuccessOneSecondTryAMinuteRemains() {
    var policy =
        new GatePolicy(16, 256, ofSeconds(3), 64, Duration.ofSeconds(1), Duration.ofSeconds(15));
    var tolerant = new Gate(policy);
    var again = 0;
    for (var second = 0; second < 3600; second++) {
      var now = NOON.plusSeconds(second);
      if (tolerant.ask(true, now) instanceof Go go) {
        again++;
        tolerant.spared(go);
      }
    }

    assertThat(again).isBetween(10 + 55, 10 + 60);
  }

  @Test
  void onceSixtyFourInARowWentWellEverybodyWhoFailedMayCome() {
    for (var i = 0; i < 10; i++) {
      gate.failed(go(NOON), ofMillis(20), Optional.empty(), NOON);
      answer(NOON);
    }
    while (gate.ask(true, NOON) instanceof Go go) {
      gate.spared(go);
    }
    for (var i = 0; i < 63; i++) {
      answer(NOON);
    }

    for (var i = 0; i < 1_000; i++) {
      gate.answered((Go) gate.ask(true, NOON), ofMillis(20), NOON);
    }
    fail(NOON);
    assertThat(secondTriesLeft(NOON)).isLessThanOrEqualTo(20);
  }

  private int secondTriesLeft(Instant now) {
    var left = 0;
    while (gate.ask(true, now) instanceof Go go) {
      left++;
      gate.spared(go);
    }
    return left;
  }

  @Test
  void ofThoseRefusedInOneBreathTheFirstHasFailedAndTheOthersWait() {
    var calls = new ArrayList<Go>();
    for (var i = 0; i < 16; i++) {
      calls.add(go(NOON));
    }
    var held = new Held(Reason.RETRY_AFTER, NOON.plusSeconds(2));

    assertThat(gate.throttled(calls.removeFirst(), Optional.of(ofSeconds(2)), NOON)).isEmpty();
    for (var call : calls) {
      assertThat(gate.throttled(call, Optional.of(ofSeconds(2)), NOON)).hasValue(held);
    }
    assertThat(gate.view(NOON))
        .isEqualTo(new GateView(Optional.empty(), Optional.of(NOON.plusSeconds(2)), 16, 0));
    assertThat(gate.width(NOON.plusSeconds(1))).isZero();
    assertThat(gate.width(NOON.plusSeconds(2))).isEqualTo(16);
  }

  @Test
  void whoRefusesWithoutATimeIsLeftAloneForASecond() {
    gate.throttled(go(NOON), Optional.empty(), NOON);

    assertThat(gate.ask(false, NOON.plusMillis(999)))
        .isEqualTo(new Held(Reason.RETRY_AFTER, NOON.plusSeconds(1)));
    assertThat(gate.ask(false, NOON.plusSeconds(1))).isEqualTo(new Go(false));
  }

  @Test
  void whoRefusesBreathAfterBreathAndAnswersNobodyIsAsGoodAsDown() {
    for (var second = 0; second < 9; second++) {
      gate.throttled(go(NOON.plusSeconds(second)), Optional.empty(), NOON.plusSeconds(second));
    }
    assertThat(gate.view(NOON).shutSince()).isEmpty();

    var tenth = NOON.plusSeconds(9);
    gate.throttled(go(tenth), Optional.empty(), tenth);
    assertThat(gate.view(tenth).shutSince()).hasValue(tenth);

    var probe = (Go) gate.ask(false, tenth.plusSeconds(1));
    gate.throttled(probe, Optional.empty(), tenth.plusSeconds(1));
    assertThat(probe.probe()).isTrue();
    assertThat(gate.view(tenth.plusSeconds(1)).shutSince()).hasValue(tenth);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 50, 500})
  void whoTakesSoManyASecondIsSentNearlyThatAndHardlyMore(int perSecond) {
    var server = new BucketServer(gate, perSecond);
    server.keepBusy(NOON, ofSeconds(30));
    server.forget();

    server.keepBusy(NOON.plusSeconds(30), ofMinutes(2));

    assertThat(server.answered() / 120.0).isBetween(perSecond * 0.85, perSecond * 1.01);
    assertThat(server.refused()).isLessThan(server.answered() / 10);
  }

  @Test
  void withoutRefusalsThePaceIsForgottenAfterSomeMinutes() {
    var server = new BucketServer(gate, 5);
    server.keepBusy(NOON, ofSeconds(30));
    var paced = NOON.plusSeconds(40);
    assertThat(gate.ask(false, paced)).isInstanceOf(Go.class);
    assertThat(gate.ask(false, paced)).isInstanceOf(Soon.class);

    var now = paced;
    for (var second = 0; second < 180; second++) {
      now = now.plusSeconds(1);
      answer(now);
    }
    assertThat(gate.width(now)).isGreaterThanOrEqualTo(16);
  }
}
