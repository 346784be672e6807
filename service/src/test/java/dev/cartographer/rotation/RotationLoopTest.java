package dev.cartographer.rotation;

import static dev.cartographer.testing.Fleets.CARRIER;
import static dev.cartographer.testing.Fleets.clusters;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.exchange.Exchange;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Gates;
import dev.cartographer.store.FleetFilter;
import dev.cartographer.store.Store;
import dev.cartographer.testing.Claiming;
import dev.cartographer.testing.FakeClusters;
import dev.cartographer.testing.FakeExchange;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.testing.RealPostgres;
import dev.cartographer.token.RenewalPolicy;
import dev.cartographer.view.ClusterView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationLoopTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;
  private final MutableClock clock = new MutableClock(MIDNIGHT);
  private final FakeExchange exchange = new FakeExchange(clock);
  private final FakeClusters clusters = new FakeClusters();
  private final Told told = new Told();
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(RealPostgres.newDatabase(), directory);
    store.fleet().enrol(List.of(CARRIER), clusters(20), false, "test", MIDNIGHT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A process: its own loop on the shared database. */
  private RotationLoop process() {
    var schedule =
        new Schedule(
            RenewalPolicy.DEFAULT, RetryPolicy.DEFAULT, ofHours(2), new SplittableRandom(1));
    var rotation = new Rotation(exchange, clusters, store.audit(), schedule, clock);
    return new RotationLoop(
        store.queue(), rotation, new Gates(clock, (_, _) -> {}), told, clock, ofSeconds(15), 8);
  }

  private void runUntilIdle(RotationLoop... processes) throws InterruptedException {
    var claimed = 1;
    while (claimed > 0) {
      claimed = 0;
      for (var process : processes) {
        claimed += process.claimAndStart();
      }
      for (var process : processes) {
        process.drain();
      }
    }
  }

  private List<String> states() {
    return store.reader().bindings(FleetFilter.ALL, clock.instant()).items().stream()
        .map(b -> b.state() + " " + b.generation())
        .distinct()
        .toList();
  }

  @Test
  void everyBindingGetsItsTokenAndIsRenewedThroughADay() throws InterruptedException {
    var process = process();
    runUntilIdle(process);
    assertThat(states()).containsExactly("valid 1");

    for (var minute = 0; minute < 24 * 60; minute++) {
      clock.advance(ofMinutes(1));
      runUntilIdle(process);
      assertThat(states()).allMatch(s -> s.startsWith("valid "));
    }

    assertThat(exchange.issued()).isBetween(40 * 34, 40 * 44);
    assertThat(told.refused).hasValue(0);
  }

  @Test
  void anOutageLeavesTheTokensAndRecoveryNeedsNoHand() throws InterruptedException {
    var process = process();
    runUntilIdle(process);
    clock.advance(ofMinutes(43));
    exchange.failWith(new Fault(Dependency.IAM, FaultKind.CONNECT, "IAM refused the connection"));

    for (var second = 0; second < 600; second += 20) {
      clock.advance(ofSeconds(20));
      runUntilIdle(process);
    }
    assertThat(states()).containsExactly("failing 1");

    exchange.heal();
    clock.advance(ofMinutes(1));
    runUntilIdle(process);
    assertThat(states()).containsExactly("valid 2");
  }

  @Test
  void threeProcessesShareTheWorkAndNoneIsDoneTwice() throws InterruptedException {
    runUntilIdle(process(), process(), process());

    assertThat(states()).containsExactly("valid 1");
    assertThat(exchange.issued()).isEqualTo(40);
  }

  @Test
  void whatADeadProcessHadClaimedIsDoneByAnotherAfterTheLease() throws InterruptedException {
    Claiming.claim(store.queue(), 40, clock.instant(), ofSeconds(15));
    var other = process();

    runUntilIdle(other);
    assertThat(states()).containsExactly("pending 0");

    clock.advance(ofSeconds(15));
    runUntilIdle(other);
    assertThat(states()).containsExactly("valid 1");
  }

  @Test
  void aBugCostsItsOwnBindingOneTryAndTheOthersNothing() throws InterruptedException {
    var broken = store.queue();
    var schedule =
        new Schedule(
            RenewalPolicy.DEFAULT, RetryPolicy.DEFAULT, ofHours(2), new SplittableRandom(1));
    var rotation =
        new Rotation(
            (binding, _) -> {
              if (binding.cluster().name().text().equals("cluster-00007")) {
                throw new IllegalStateException("a bug");
              }
              return exchange.tokenFor(binding);
            },
            clusters,
            store.audit(),
            schedule,
            clock);
    runUntilIdle(
        new RotationLoop(
            broken, rotation, new Gates(clock, (_, _) -> {}), told, clock, ofSeconds(15), 8));

    assertThat(states()).containsExactly("valid 1", "pending 0");
    assertThat(told.surprises).hasValue(2);
    assertThat(store.reader().cluster("cluster-00007", clock.instant()).orElseThrow().bindings())
        .allSatisfy(b -> assertThat(b.fault()).isNotNull());
  }

  private List<String> names() {
    return store.reader().clusters(FleetFilter.ALL, clock.instant()).items().stream()
        .map(ClusterView::name)
        .toList();
  }

  private void remove(String cluster) {
    assertThat(store.removals().ask(cluster, "test", clock.instant())).isPresent();
  }

  @Test
  void aClusterThatLeavesGivesItsTokensBackAndIsForgotten() throws InterruptedException {
    runUntilIdle(process());
    assertThat(clusters.count()).isEqualTo(40);

    remove("cluster-00007");
    runUntilIdle(process(), process());

    assertThat(names()).hasSize(19).doesNotContain("cluster-00007");
    assertThat(clusters.count()).isEqualTo(38);
    assertThat(told.refused).hasValue(0);
  }

  @Test
  void whoLeavesWaitsForNoDependency() throws InterruptedException {
    runUntilIdle(process());
    exchange.failWith(new Fault(Dependency.IAM, FaultKind.CONNECT, "IAM refused the connection"));
    clock.advance(ofMinutes(59));
    runUntilIdle(process());

    remove("cluster-00007");
    runUntilIdle(process());

    assertThat(names()).hasSize(19);
  }

  @Test
  void aClusterThatCantBeReachedIsForgottenOnceItsTokensHaveEnded() throws InterruptedException {
    runUntilIdle(process());
    clusters.failWith(new Fault(Dependency.CLUSTER, FaultKind.DNS, "its name does not resolve"));
    remove("cluster-00007");

    clock.advance(ofMinutes(59));
    runUntilIdle(process());
    assertThat(names()).hasSize(20);

    clock.advance(ofMinutes(16));
    runUntilIdle(process());
    assertThat(names()).hasSize(19);
  }

  @Test
  void whatIsDeliveredToAClusterThatHasLeftMeanwhileIsTakenBack() throws InterruptedException {
    var slow = new AtomicReference<Runnable>(() -> {});
    var schedule =
        new Schedule(
            RenewalPolicy.DEFAULT, RetryPolicy.DEFAULT, ofHours(2), new SplittableRandom(1));
    Exchange exchanging =
        (binding, failedAt) -> {
          if (binding.toString().equals("cluster-00007/logs")) {
            slow.get().run();
          }
          return exchange.tokenFor(binding, failedAt);
        };
    var rotation = new Rotation(exchanging, clusters, store.audit(), schedule, clock);
    var late =
        new RotationLoop(
            store.queue(), rotation, new Gates(clock, (_, _) -> {}), told, clock, ofSeconds(15), 8);
    slow.set(() -> {
      remove("cluster-00007");
      var other = process();
      other.claimAndStart();
      other.drain();
      assertThat(names()).hasSize(19);
    });

    runUntilIdle(late);

    assertThat(told.undone).contains("cluster-00007/logs");
    assertThat(clusters.count()).isEqualTo(38);
    assertThat(names()).hasSize(19);
  }

  @Test
  void withoutItsDatabaseNothingIsFetchedAndTheLoopSaysSo() {
    var process = process();
    store.close();

    assertThatThrownBy(() -> process.claimAndStart())
        .isInstanceOf(StoreFailure.class)
        .hasMessageStartingWith("the database failed");
    assertThat(exchange.issued()).isZero();
  }

  private static final class Told implements RotationListener {
    private final AtomicInteger refused = new AtomicInteger();
    private final List<String> undone = new CopyOnWriteArrayList<>();
    private final AtomicInteger surprises = new AtomicInteger();

    @Override
    public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
      if (!recorded) {
        refused.incrementAndGet();
      }
    }

    @Override
    public void tooLate(Claim claim, Optional<String> left) {
      undone.add(claim.binding() + left.map(why -> ": " + why).orElse(""));
    }

    @Override
    public void surprised(Claim claim, RuntimeException bug) {
      surprises.incrementAndGet();
    }

    @Override
    public void storeFailed(String why) {}

    @Override
    public void storeAnswered() {}
  }
}
