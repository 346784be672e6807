package dev.cartographer.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.testing.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final MutableClock clock = new MutableClock(NOON);
  private final List<Boolean> shut = new ArrayList<>();
  private final Guard guard =
      new Guard(
          Dependency.IAM,
          GatePolicy.SERVICE,
          clock,
          view -> shut.add(view.shutSince().isPresent()));

  private void fail(Dependency dependency, FaultKind kind) {
    var fault = new Fault(dependency, kind, "a failure of the test's");
    assertThatThrownBy(() ->
            guard.pass(
                false,
                () -> {
                  throw new DependencyFailure(fault);
                }))
        .isInstanceOf(DependencyFailure.class);
  }

  @Test
  void noMoreThanItsLimitAreEverInsideAndAllGetThrough() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var calls = new ArrayList<Future<Integer>>();
    var started = new CountDownLatch(16);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 2_000; i++) {
        calls.add(
            threads.submit(() ->
                guard.pass(
                    false,
                    () -> {
                      var now = inside.incrementAndGet();
                      most.accumulateAndGet(now - guard.view().limit(), Math::max);
                      started.countDown();
                      LockSupport.parkNanos(1_000);
                      return inside.getAndDecrement();
                    })));
      }
      started.await();
      for (var call : calls) {
        assertThat(call.get()).isPositive();
      }
    }

    assertThat(most.get()).isLessThanOrEqualTo(0);
    assertThat(guard.view().inFlight()).isZero();
  }

  @Test
  void aFailureOfTheDependencyCountsAgainstItAndIsToldOnce() {
    for (var i = 0; i < 10; i++) {
      fail(Dependency.IAM, FaultKind.HTTP_5XX);
    }

    assertThat(guard.width()).isZero();
    assertThat(guard.outage())
        .hasValue(
            new Outage(
                new Fault(Dependency.IAM, FaultKind.HTTP_5XX, "a failure of the test's"),
                NOON,
                10,
                NOON.plusSeconds(1)));
    assertThatThrownBy(() -> guard.pass(false, () -> "never")).isInstanceOf(HeldBack.class);
    assertThat(shut).containsExactly(true);

    clock.set(NOON.plusSeconds(1));
    assertThat(guard.pass(false, () -> "the probe")).isEqualTo("the probe");
    assertThat(shut).containsExactly(true, false);
    assertThat(guard.outage()).isEmpty();
  }

  @Test
  void aCustomersRevokedKeyIsAnAnswerOfIam() {
    for (var i = 0; i < 100; i++) {
      fail(Dependency.CLUSTER, FaultKind.IDENTITY_REJECTED);
      fail(Dependency.IAM, FaultKind.NOT_ENTITLED);
    }

    assertThat(shut).isEmpty();
  }

  @Test
  void ourOwnStopSaysNothing() {
    for (var i = 0; i < 100; i++) {
      fail(Dependency.CARTOGRAPHER, FaultKind.LOCAL);
    }

    assertThat(shut).isEmpty();
    assertThat(guard.view().inFlight()).isZero();
  }

  @Test
  void whoIsRefusedBesideOthersIsHeldBackAndHasNotFailed() throws Exception {
    var inside = new CountDownLatch(16);
    var release = new CountDownLatch(1);
    var fault =
        new Fault(
            Dependency.IAM,
            FaultKind.HTTP_429,
            "too many requests",
            Optional.of(Duration.ofSeconds(2)));
    var calls = new ArrayList<Future<Object>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 16; i++) {
        calls.add(
            threads.submit(() ->
                guard.pass(
                    false,
                    () -> {
                      inside.countDown();
                      await(release);
                      throw new DependencyFailure(fault);
                    })));
      }
      inside.await();
      release.countDown();
    }

    assertThat(calls.stream().filter(c -> c.exceptionNow() instanceof DependencyFailure))
        .hasSize(1);
    assertThat(calls.stream().filter(c -> c.exceptionNow() instanceof HeldBack)).hasSize(15);
    assertThat(shut).isEmpty();
  }

  @Test
  void thoseWhoWaitForTheirTurnAllGetThrough() throws Exception {
    var hurried = new Guard(Dependency.IAM, GatePolicy.SERVICE, Clock.systemUTC(), _ -> {});
    var fault =
        new Fault(
            Dependency.IAM,
            FaultKind.HTTP_429,
            "too many requests",
            Optional.of(Duration.ofMillis(1)));
    for (var breath = 0; breath < 2; breath++) {
      for (var i = 0; i < 20; i++) {
        passed(hurried, "a token");
      }
      assertThatThrownBy(() ->
              hurried.pass(
                  false,
                  () -> {
                    throw new DependencyFailure(fault);
                  }))
          .isInstanceOf(DependencyFailure.class);
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<String>>();
      for (var i = 0; i < 200; i++) {
        calls.add(threads.submit(() -> passed(hurried, "a token")));
      }
      for (var call : calls) {
        assertThat(call.get()).isEqualTo("a token");
      }
    }
  }

  /** Passes, if need be again: who was refused leaves it alone for a moment. */
  private static String passed(Guard guard, String token) {
    while (true) {
      try {
        return guard.pass(false, () -> token);
      } catch (HeldBack held) {
        assertThat(held.held().reason()).isEqualTo(Admission.Reason.RETRY_AFTER);
      }
    }
  }

  @Test
  void whoWaitsForAPlaceWhenTheGateShutsIsToldAtOnce() throws Exception {
    var release = new CountDownLatch(1);
    var inside = new CountDownLatch(16);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<Object>>();
      for (var i = 0; i < 40; i++) {
        calls.add(
            threads.submit(() ->
                guard.pass(
                    false,
                    () -> {
                      inside.countDown();
                      await(release);
                      throw new DependencyFailure(
                          new Fault(Dependency.IAM, FaultKind.TIMEOUT, "no answer"));
                    })));
      }
      inside.await();
      release.countDown();

      assertThat(calls)
          .allSatisfy(call -> assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class))
          .anySatisfy(call -> assertThat(call.exceptionNow()).isInstanceOf(HeldBack.class));
    }
    assertThat(guard.view().inFlight()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
