package dev.cartographer.pull;

import static dev.cartographer.fleet.Signal.LOGS;
import static dev.cartographer.testing.Fleets.CARRIER;
import static dev.cartographer.testing.Fleets.asking;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.delivery.PullDelivery;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Gates;
import dev.cartographer.rotation.Listeners;
import dev.cartographer.rotation.RetryPolicy;
import dev.cartographer.rotation.Rotation;
import dev.cartographer.rotation.RotationLoop;
import dev.cartographer.rotation.Schedule;
import dev.cartographer.store.Database;
import dev.cartographer.store.Store;
import dev.cartographer.testing.FakeExchange;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.testing.RealPostgres;
import dev.cartographer.token.RenewalPolicy;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.PickupView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullDeskTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = ofSeconds(30);
  private static final Duration NOT_AT_ALL = Duration.ZERO;

  @TempDir private Path directory;
  private final MutableClock clock = new MutableClock(MIDNIGHT);
  private final FakeExchange exchange = new FakeExchange(clock);
  private final Database database = RealPostgres.newDatabase();
  private final List<Replica> processes = new ArrayList<>();
  private final ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor();
  private Replica a;
  private Replica b;

  /** One process of two that share a database, with its own memory. */
  private final class Replica {
    private final Store store = Store.open(database, directory);
    private final PullDelivery delivery = new PullDelivery(clock);
    private final RotationLoop loop;
    private final PullDesk desk;

    Replica(int places) {
      var schedule =
          new Schedule(
              RenewalPolicy.DEFAULT, RetryPolicy.DEFAULT, ofHours(2), new SplittableRandom(1));
      var rotation = new Rotation(exchange, delivery, store.audit(), schedule, clock);
      this.loop =
          new RotationLoop(
              store.queue(),
              rotation,
              new Gates(clock, (_, _) -> {}),
              new Listeners(List.of(new Disappointment(delivery))),
              clock,
              ofSeconds(15),
              8);
      this.desk =
          new PullDesk(
              store.asked(),
              this::work,
              store.pickups(),
              delivery,
              RenewalPolicy.DEFAULT,
              places,
              clock);
      store.replicas().beat(clock.instant());
      processes.add(this);
    }

    void work() {
      loop.claimAndStart();
    }

    void workToTheEnd() {
      loop.claimAndStart();
      loop.drain();
    }

    Answer ask(Optional<Tag> holds, Duration wait) {
      return desk.ask(caller(), LOGS, holds, wait);
    }

    Answer.Fresh fresh(Optional<Tag> holds) {
      var answer = ask(holds, NOT_AT_ALL);
      assertThat(answer).isInstanceOf(Answer.Fresh.class);
      loop.drain();
      return (Answer.Fresh) answer;
    }

    /** An agent that waits has asked less than half a minute ago: nobody waits longer. */
    void asksShortlyBefore(Instant renewal, Tag holds) {
      clock.set(renewal.minusSeconds(10));
      assertThat(ask(Optional.of(holds), NOT_AT_ALL)).isEqualTo(new Answer.Unchanged(holds));
    }

    Future<Answer> waiting(Tag holds) {
      return agents.submit(() -> ask(Optional.of(holds), LONG));
    }
  }

  private Caller caller() {
    return a.store
        .workloads()
        .find("https://issuer.example", "agent-of-acme-edge")
        .orElseThrow()
        .caller();
  }

  private BindingView row() {
    return a.store
        .reader()
        .cluster("acme-edge", clock.instant())
        .orElseThrow()
        .bindings()
        .getFirst();
  }

  private static Instant renewal(Answer.Fresh of, Caller caller) {
    return RenewalPolicy.DEFAULT.renewAt(caller.cluster(), of.note());
  }

  @BeforeEach
  void open() {
    a = new Replica(1000);
    b = new Replica(1000);
    a.store.fleet().enrol(List.of(CARRIER), List.of(asking("acme-edge")), false, "test", MIDNIGHT);
  }

  @AfterEach
  void close() {
    agents.shutdownNow();
    processes.forEach(process -> {
      process.loop.drain();
      process.store.close();
    });
  }

  @Test
  void aTokenIsMadeWhenAnAgentAsksForItAndNotBefore() {
    a.workToTheEnd();
    assertThat(exchange.issued()).isZero();
    assertThat(row().state()).isEqualTo("pending");
    assertThat(row().fault())
        .satisfies(f -> {
          assertThat(f.kind()).isEqualTo("not_asked");
          assertThat(f.dependency()).isEqualTo("cluster");
          assertThat(f.detail())
              .isEqualTo("no agent has asked for the token of acme-edge/logs yet");
        });

    var fresh = a.fresh(Optional.empty());

    assertThat(fresh.note().generation()).isEqualTo(1);
    assertThat(fresh.token().text().reveal()).isEqualTo("token 1 of acme-edge/logs");
    assertThat(row().state()).isEqualTo("valid");
    assertThat(row().fault()).isNull();
  }

  @Test
  void anAgentThatLostItsTokenIsGivenTheSameAgain() {
    var first = a.fresh(Optional.empty());

    assertThat(a.fresh(Optional.empty())).isEqualTo(first);
    assertThat(exchange.issued()).isEqualTo(1);
  }

  @Test
  void anAgentThatHoldsTheTokenIsToldSo() {
    var tag = a.fresh(Optional.empty()).tag();

    assertThat(a.ask(Optional.of(tag), NOT_AT_ALL)).isEqualTo(new Answer.Unchanged(tag));
  }

  @Test
  void anAgentThatWaitsHasTheNextTokenWhenItIsMade() throws Exception {
    var first = a.fresh(Optional.empty());
    a.asksShortlyBefore(renewal(first, caller()), first.tag());
    var waiting = a.waiting(first.tag());
    clock.set(renewal(first, caller()));

    a.workToTheEnd();

    assertThat(waiting.get())
        .isInstanceOfSatisfying(
            Answer.Fresh.class, fresh -> assertThat(fresh.note().generation()).isEqualTo(2));
    assertThat(exchange.issued()).isEqualTo(2);
  }

  @Test
  void anotherProcessHasNoTokenToGiveAndMakesOne() {
    a.fresh(Optional.empty());

    var second = b.fresh(Optional.empty());

    assertThat(second.note().generation()).isEqualTo(2);
    assertThat(exchange.issued()).isEqualTo(2);
  }

  @Test
  void anAgentMayAskAnyProcessWhetherThereIsANewToken() {
    var tag = a.fresh(Optional.empty()).tag();

    for (var i = 0; i < 10; i++) {
      assertThat(b.ask(Optional.of(tag), NOT_AT_ALL)).isEqualTo(new Answer.Unchanged(tag));
      assertThat(a.ask(Optional.of(tag), NOT_AT_ALL)).isEqualTo(new Answer.Unchanged(tag));
    }
    assertThat(exchange.issued()).isEqualTo(1);
  }

  @Test
  void aTokenIsRenewedWhereItsAgentWaits() throws Exception {
    var first = a.fresh(Optional.empty());
    b.asksShortlyBefore(renewal(first, caller()), first.tag());
    var waiting = b.waiting(first.tag());
    clock.set(renewal(first, caller()));
    a.store.replicas().beat(clock.instant());
    b.store.replicas().beat(clock.instant());

    a.workToTheEnd();
    assertThat(exchange.issued()).isEqualTo(1);
    b.workToTheEnd();

    assertThat(waiting.get()).isInstanceOf(Answer.Fresh.class);
    assertThat(exchange.issued()).isEqualTo(2);
  }

  @Test
  void agentsAtTwoProcessesHaveATokenOfEachAndNoneGivesWayToTheOther() throws Exception {
    var ofA = a.fresh(Optional.empty());
    var ofB = b.fresh(Optional.empty());

    for (var i = 0; i < 10; i++) {
      assertThat(a.ask(Optional.of(ofA.tag()), NOT_AT_ALL)).isInstanceOf(Answer.Unchanged.class);
      assertThat(b.ask(Optional.of(ofB.tag()), NOT_AT_ALL)).isInstanceOf(Answer.Unchanged.class);
      a.workToTheEnd();
      b.workToTheEnd();
    }
    assertThat(exchange.issued()).isEqualTo(2);

    clock.set(renewal(ofA, caller()));
    a.store.replicas().beat(clock.instant());
    b.store.replicas().beat(clock.instant());
    var nextOfA = a.waiting(ofA.tag());

    assertThat(nextOfA.get())
        .isInstanceOfSatisfying(
            Answer.Fresh.class, fresh -> assertThat(fresh.note().generation()).isEqualTo(3));
    assertThat(b.ask(Optional.of(ofB.tag()), NOT_AT_ALL)).isInstanceOf(Answer.Unchanged.class);
  }

  @Test
  void whatADeadProcessWasAskedForIsFreeAgain() {
    var tag = a.fresh(Optional.empty()).tag();
    clock.advance(ofMinutes(45));
    b.store.replicas().beat(clock.instant());

    b.workToTheEnd();

    assertThat(row().fault()).satisfies(f -> assertThat(f.kind()).isEqualTo("not_asked"));
    assertThat(b.ask(Optional.of(tag), NOT_AT_ALL)).isEqualTo(new Answer.Unchanged(tag));
    b.workToTheEnd();
    assertThat(row().generation()).isEqualTo(2);
    assertThat(row().fault()).isNull();
  }

  @Test
  void aLivingProcessKeepsWhatItIsAskedForHoweverLongItMustWait() {
    var first = a.fresh(Optional.empty());
    clock.advance(ofMinutes(45));
    a.store.replicas().beat(clock.instant());

    b.workToTheEnd();

    assertThat(row().fault()).isNull();
    assertThat(row().generation()).isEqualTo(first.note().generation());
  }

  @Test
  void whenIamIsDownTheAgentIsToldAtOnceWhatStandsInTheWay() {
    exchange.failWith(new Fault(Dependency.IAM, FaultKind.HTTP_5XX, "IAM answered 503"));

    assertThat(a.ask(Optional.empty(), LONG))
        .isInstanceOfSatisfying(
            Answer.NotNow.class, not -> assertThat(not.why()).contains("iam http_5xx"));

    exchange.heal();
    clock.advance(ofMinutes(2));
    assertThat(a.fresh(Optional.empty()).note().generation()).isEqualTo(1);
  }

  @Test
  void asFastAsAnAgentAsksATryThatFailedWaitsForItsTime() {
    var tag = a.fresh(Optional.empty()).tag();
    exchange.failWith(new Fault(Dependency.IAM, FaultKind.HTTP_5XX, "IAM answered 503"));
    clock.advance(ofMinutes(45));
    a.store.replicas().beat(clock.instant());
    a.ask(Optional.of(tag), NOT_AT_ALL);
    a.workToTheEnd();
    var next = row().nextAt();

    for (var i = 0; i < 10; i++) {
      a.store.asked().need(caller(), LOGS, clock.instant());
    }

    assertThat(row().nextAt()).isEqualTo(next).isAfter(clock.instant());
  }

  @Test
  void aChangedClusterIsNotGivenTheTokenOfTheOldOne() {
    var old = a.fresh(Optional.empty());
    a.store
        .fleet()
        .enrol(
            List.of(CARRIER), List.of(asking("acme-edge", "a new key")), false, "test", MIDNIGHT);

    var fresh = a.fresh(Optional.empty());

    assertThat(fresh.note().generation()).isEqualTo(2);
    assertThat(fresh).isNotEqualTo(old);
  }

  @Test
  void aTokenThatHasEndedIsNotGivenOut() {
    a.fresh(Optional.empty());
    clock.advance(ofMinutes(61));

    assertThat(a.fresh(Optional.empty()).note().generation()).isEqualTo(2);
  }

  @Test
  void aClusterThatLeavesIsServedNoMore() {
    var caller = caller();
    var tag = a.fresh(Optional.empty()).tag();
    a.store.removals().ask("acme-edge", "test", clock.instant());

    assertThat(a.desk.ask(caller, LOGS, Optional.of(tag), NOT_AT_ALL)).isEqualTo(new Answer.Gone());
    assertThat(a.store.workloads().find("https://issuer.example", "agent-of-acme-edge")).isEmpty();

    a.workToTheEnd();
    assertThat(a.store.reader().cluster("acme-edge", MIDNIGHT)).isEmpty();
    assertThat(a.delivery.count()).isZero();
  }

  @Test
  void whatNobodyAsksForIsForgotten() {
    a.fresh(Optional.empty());
    clock.advance(ofMinutes(10));

    a.delivery.tidy();

    assertThat(a.delivery.count()).isZero();
    assertThat(a.fresh(Optional.empty()).note().generation()).isEqualTo(2);
  }

  @Test
  void noMoreAgentsWaitThanMayAndTheRestIsTold() {
    var small = new Replica(0);

    assertThat(small.ask(Optional.empty(), LONG))
        .isEqualTo(new Answer.NotNow(Optional.of("too many agents wait already"), ofSeconds(1)));
  }

  @Test
  void whoAsksForTheNextTokenHasTakenThisOneUp() {
    var tag = a.fresh(Optional.empty()).tag();
    assertThat(row().pickup()).isEqualTo(new PickupView(false, 0, null, null, null));
    clock.advance(ofSeconds(1));

    b.ask(Optional.of(tag), NOT_AT_ALL);
    clock.advance(ofSeconds(30));
    a.ask(Optional.of(tag), NOT_AT_ALL);

    assertThat(row().pickup())
        .isEqualTo(
            new PickupView(true, 1, MIDNIGHT.plusSeconds(1), "pull", MIDNIGHT.plus(ofHours(1))));
  }
}
