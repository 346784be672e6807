package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.NOON;
import static dev.cartographer.evidence.Counted.carrier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.evidence.ExchangeCount.Origin;
import dev.cartographer.exchange.Attempt;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.rotation.StoreFailure;
import dev.cartographer.testing.MutableClock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExchangeRollUpTest {
  private static final Carrier DAL1 = carrier("dal1", "us-south");
  private static final Attempt WELL = new Attempt.Succeeded(Dependency.IAM, Duration.ZERO);
  private static final Attempt LATE =
      new Attempt.Errored(Dependency.IAM, FaultKind.TIMEOUT, Duration.ZERO);

  private final MutableClock clock = new MutableClock(NOON.plusSeconds(17));
  private final ShownBook book = new ShownBook();
  private final ExchangeRollUp rollUp = new ExchangeRollUp(book, clock);

  @Test
  void stepsAreCountedByMinuteAndWrittenOnce() {
    rollUp.count(DAL1, WELL, Origin.TRAFFIC);
    rollUp.count(DAL1, WELL, Origin.TRAFFIC);
    rollUp.count(DAL1, LATE, Origin.TRAFFIC);
    rollUp.count(DAL1, WELL, Origin.PROBE);
    rollUp.count(DAL1, new Attempt.Blocked(Dependency.IAM), Origin.TRAFFIC);

    rollUp.flush();
    rollUp.flush();

    assertThat(book.counts)
        .containsExactlyInAnyOrderElementsOf(
            Counted.of(Dependency.IAM, "dal1 us-south 0: well 2, timeout 1, +well 1, blocked 1"));
  }

  @Test
  void theNextMinuteIsCountedApart() {
    rollUp.count(DAL1, WELL, Origin.TRAFFIC);
    clock.advance(Duration.ofSeconds(43));
    rollUp.count(DAL1, WELL, Origin.TRAFFIC);

    rollUp.flush();

    assertThat(book.counts)
        .extracting(c -> c.key().minute())
        .containsExactlyInAnyOrder(NOON, NOON.plusSeconds(60));
  }

  @Test
  void whatCannotBeWrittenWaits() {
    book.unreachable = true;
    rollUp.count(DAL1, WELL, Origin.TRAFFIC);
    assertThatThrownBy(rollUp::flush).isInstanceOf(StoreFailure.class);
    rollUp.count(DAL1, WELL, Origin.TRAFFIC);
    assertThatThrownBy(rollUp::flush).isInstanceOf(StoreFailure.class);

    book.unreachable = false;
    rollUp.flush();

    assertThat(book.counts)
        .containsExactlyElementsOf(Counted.of(Dependency.IAM, "dal1 us-south 0: well 2"));
  }

  @Test
  void memoryIsBoundedHoweverLongTheDatabaseIsAway() {
    for (var i = 0; i < 60_000; i++) {
      rollUp.count(DAL1, WELL, Origin.TRAFFIC);
      clock.advance(Duration.ofMinutes(1));
    }

    rollUp.flush();

    assertThat(book.counts).hasSize(50_000);
  }

  @Test
  void noStepIsLostBetweenManyThreadsAndTheFlush() throws Exception {
    var counting =
        IntStream.range(0, 4)
            .<Callable<Boolean>>mapToObj(_ ->
                () -> {
                  for (var i = 0; i < 20_000; i++) {
                    rollUp.count(DAL1, WELL, Origin.TRAFFIC);
                  }
                  return true;
                })
            .toList();
    try (var pool = Executors.newFixedThreadPool(4)) {
      var running = counting.stream().map(pool::submit).toList();
      while (running.stream().anyMatch(r -> !r.isDone())) {
        rollUp.flush();
      }
    }
    rollUp.flush();

    assertThat(book.counts).hasSizeGreaterThan(0);
    assertThat(book.counts.stream().mapToLong(ExchangeCount::count).sum()).isEqualTo(80_000);
  }
}
