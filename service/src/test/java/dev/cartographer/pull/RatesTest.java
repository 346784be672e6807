package dev.cartographer.pull;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.testing.MutableClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RatesTest {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Rates rates = new Rates(2, clock);

  private long taken(long cluster, int tries) {
    var taken = 0;
    for (var i = 0; i < tries; i++) {
      taken += rates.take(cluster).isEmpty() ? 1 : 0;
    }
    return taken;
  }

  @Test
  void threeSecondsWorthMayBeTakenAtOnceAndThenTheRate() {
    assertThat(taken(1, 100)).isEqualTo(6);

    clock.advance(ofSeconds(1));
    assertThat(taken(1, 100)).isEqualTo(1);

    clock.advance(ofHours(1));
    assertThat(taken(1, 100)).isEqualTo(6);
  }

  @Test
  void whoIsTooFastIsToldForHowLongToWait() {
    taken(1, 6);

    assertThat(rates.take(1)).contains(ofMillis(500));

    clock.advance(ofSeconds(1));
    assertThat(rates.take(1)).isEmpty();
  }

  @Test
  void oneClustersHungerIsNotAnothers() {
    taken(1, 100);

    assertThat(taken(2, 100)).isEqualTo(6);
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    taken(1, 100);

    clock.advance(ofMinutes(-1));

    assertThat(taken(1, 10)).isZero();
  }
}
