package dev.cartographer.limit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.limit.Contest.Client;
import java.time.Duration;
import java.util.function.IntFunction;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Why the limit is learnt by additive increase and multiplicative decrease, and not by the gradient
 * of latency (docs/decisions/0010): both before the same servers, which work on 50 calls at once
 * for 100 ms each unless said otherwise.
 */
@NullMarked
class LimitContestTest {
  private static final Duration START = Duration.ZERO;
  private static final int PLENTY = 100_000;

  private static Client drains(Contest contest, IntFunction<Contender> contender, int seconds) {
    var client = contest.client(contender.apply(16), START, 0);
    contest.run(ofSeconds(seconds));
    return client;
  }

  private static Contest steady() {
    return new Contest(_ -> 50, _ -> 100, 0, PLENTY);
  }

  @Test
  void aBacklogIsDrainedAsFastAsTheServerWorksFromTheFirstSecondsOn() {
    var aimd = drains(steady(), Contender::aimd, 60);
    var windowed = drains(steady(), Contender::gradient2Windowed, 60);

    assertThat(aimd.rate(0, 10_000)).isGreaterThan(0.95 * 500);
    assertThat(aimd.rate(10_000, 60_000)).isGreaterThan(0.99 * 500);
    assertThat(windowed.rate(0, 10_000)).isLessThan(0.5 * 500);
    assertThat(windowed.rate(10_000, 60_000)).isLessThan(0.95 * 500);
  }

  @Test
  void whereItLosesTheQueueBeforeTheServerIsLonger() {
    var aimd = drains(steady(), Contender::aimd, 60);
    var windowed = drains(steady(), Contender::gradient2Windowed, 60);

    assertThat(aimd.took(10_000, 60_000, 0.99)).isBetween(500L, 700L);
    assertThat(windowed.took(10_000, 60_000, 0.99)).isLessThan(300);
  }

  @Test
  void theServersLossOfFourFifthsIsFollowedAndItsReturnToo() {
    var contest = new Contest(now -> now < 60_000 || now >= 120_000 ? 50 : 10, _ -> 100, 0, PLENTY);
    var aimd = drains(contest, Contender::aimd, 180);

    assertThat(aimd.rate(60_000, 120_000)).isGreaterThan(0.99 * 100);
    assertThat(aimd.rate(120_000, 180_000)).isGreaterThan(0.98 * 500);
    assertThat(aimd.dropped()).isZero();
  }

  /** Slow but not down: 100 ms until half a minute has gone, then 4 s. */
  private static Contest slow() {
    return new Contest(_ -> 50, now -> now < 30_000 ? 100 : 4_000, 0, PLENTY);
  }

  @Test
  void aServerThatIsSlowButNotDownIsLeftToItselfWithinHalfAMinute() {
    var aimd = drains(slow(), Contender::aimd, 300);

    assertThat(aimd.limitFellTo(5, 30_000)).isBetween(30_000L, 60_000L);
    assertThat(aimd.highest(60_000, 300_000)).isLessThanOrEqualTo(5);
  }

  @Test
  void theGradientTakesASlowServerForAUsualOne() {
    var gradient = drains(slow(), Contender::gradient2, 300);
    var windowed = drains(slow(), Contender::gradient2Windowed, 300);

    assertThat(gradient.limitFellTo(5, 30_000)).isNegative();
    assertThat(gradient.highest(120_000, 300_000)).isEqualTo(256);
    assertThat(windowed.limitFellTo(5, 30_000)).isNegative();
  }

  @Test
  void aSecondReplicaGetsItsHalf() {
    assertThat(shareOfTheSecond(Contender::aimd)).isBetween(0.45, 0.55);
    assertThat(shareOfTheSecond(Contender::gradient2Windowed)).isGreaterThan(0.6);
  }

  private static double shareOfTheSecond(IntFunction<Contender> contender) {
    var contest = steady();
    var first = contest.client(contender.apply(16), START, 0);
    var second = contest.client(contender.apply(16), ofMinutes(1), 0);
    contest.run(ofMinutes(4));
    var both = first.rate(120_000, 240_000) + second.rate(120_000, 240_000);
    return second.rate(120_000, 240_000) / both;
  }

  @Test
  void aServerThatShedsWhatItHasNoRoomForIsNotHammered() {
    var aimd = drains(new Contest(_ -> 50, _ -> 100, 0, 60), Contender::aimd, 60);
    var gradient = drains(new Contest(_ -> 50, _ -> 100, 0, 60), Contender::gradient2, 60);

    assertThat(aimd.rate(10_000, 60_000)).isGreaterThan(0.95 * 500);
    assertThat(aimd.dropped() / 60.0).isLessThan(0.15 * 500);
    assertThat(gradient.dropped() / 60.0).isGreaterThan(10 * 500);
  }
}
