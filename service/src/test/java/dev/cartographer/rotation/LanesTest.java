package dev.cartographer.rotation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.limit.Gates;
import dev.cartographer.limit.Guard;
import dev.cartographer.rotation.Shares.Take;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Name SOUTH = new Name("us-south");
  private static final Lane LOGS = new Lane(SOUTH, Signal.LOGS);
  private static final Lane METRICS = new Lane(SOUTH, Signal.METRICS);
  private static final Lane ELSEWHERE = new Lane(new Name("eu-de"), Signal.LOGS);

  private final MutableClock clock = new MutableClock(NOON);
  private final Gates gates = new Gates(clock, (_, _) -> {});
  private final Lanes lanes = Lanes.before(gates);

  private int taken(Lane lane) {
    return lanes.take(new Backlog(lane, 0, 0, 0, 1_000), 4_096, true).all();
  }

  private Work work(Lane lane) {
    var any = Fleets.cluster("acme-payments");
    var cluster =
        new Cluster(42, any.name(), any.tenant(), any.carrier(), any.identity(), any.target(), 1);
    var claim =
        new Claim(
            new Binding(cluster, lane.signal()),
            1,
            Optional.empty(),
            Wish.NONE,
            0,
            Duration.ZERO,
            Optional.empty());
    return new Work(claim, lanes.places(lane), clock);
  }

  private void outage(Dependency dependency) {
    var fault = new Fault(dependency, FaultKind.CONNECT, "refused the connection");
    for (var i = 0; i < 10; i++) {
      fail(gates.of(SOUTH, dependency), fault);
    }
  }

  @Test
  void aLaneHasTwiceThePlacesThatItsDependenciesTakeAndAFew() {
    assertThat(taken(LOGS)).isEqualTo(2 * 16 + 16);
  }

  @Test
  void whatIsUnderWayTakesAPlaceUntilItEnds() {
    var works = new ArrayList<Work>();
    for (var i = 0; i < 40; i++) {
      works.add(work(LOGS));
    }
    assertThat(taken(LOGS)).isEqualTo(8);

    works.forEach(Work::end);
    assertThat(taken(LOGS)).isEqualTo(48);
  }

  @Test
  void aFailingServiceStopsItsOwnLaneAndNoOther() {
    outage(Dependency.LOGGING);

    assertThat(List.of(taken(LOGS), taken(METRICS), taken(ELSEWHERE))).containsExactly(0, 48, 48);
  }

  @Test
  void aFailingIamStopsBothLanesOfItsRegionAndOneProbesForBoth() {
    outage(Dependency.IAM);
    assertThat(List.of(taken(LOGS), taken(METRICS), taken(ELSEWHERE))).containsExactly(0, 0, 48);

    clock.set(NOON.plusSeconds(1));
    assertThat(lanes.take(new Backlog(LOGS, 5, 5, 5, 5), 4_096, true))
        .isEqualTo(new Take(0, 0, 0, 1));
    assertThat(gates.of(SOUTH, Dependency.IAM).pass(false, () -> "a token")).isEqualTo("a token");
    assertThat(taken(METRICS)).isEqualTo(48);
  }

  @Test
  void whoWaitsForAHangingClusterGivesItsPlaceUpAndTakesOneWhenItIsBack() {
    var work = work(LOGS);

    var seen =
        work.atCluster(() -> {
          clock.advance(ofSeconds(1));
          assertThat(work.stuck(clock.instant())).isFalse();
          clock.advance(ofSeconds(1));
          assertThat(work.stuck(clock.instant())).isTrue();
          return taken(LOGS);
        });

    assertThat(seen).isEqualTo(48);
    assertThat(work.stuck(clock.instant())).isFalse();
    assertThat(taken(LOGS)).isEqualTo(47);
    work.end();
    assertThat(taken(LOGS)).isEqualTo(48);
  }

  @Test
  void noMoreSecondTriesAreTakenThanTheirBudgetAllows() {
    failing(Dependency.LOGGING);
    var backlog = new Backlog(LOGS, 0, 1_000, 0, 0);

    assertThat(lanes.take(backlog, 4_096, true).retry()).isBetween(1, 20);
    assertThat(lanes.take(new Backlog(METRICS, 0, 1_000, 0, 0), 4_096, true).retry()).isEqualTo(10);
  }

  /** A dependency of which some calls fail: second tries are counted. */
  private void failing(Dependency dependency) {
    var guard = gates.of(SOUTH, dependency);
    for (var i = 0; i < 20; i++) {
      guard.pass(false, () -> "a token");
      fail(guard, new Fault(dependency, FaultKind.HTTP_5XX, "answered 503"));
    }
  }

  private static void fail(Guard guard, Fault fault) {
    assertThatThrownBy(() ->
            guard.pass(
                false,
                () -> {
                  throw new DependencyFailure(fault);
                }))
        .isInstanceOf(DependencyFailure.class);
  }

  @Test
  void aServiceThatIsSlowButNotDownNarrowsItsOwnLaneAndNoOther() {
    for (var i = 0; i < 30; i++) {
      gates
          .of(SOUTH, Dependency.LOGGING)
          .pass(
              false,
              () -> {
                clock.advance(ofSeconds(4));
                return "a token";
              });
    }

    assertThat(List.of(taken(LOGS), taken(METRICS), taken(ELSEWHERE))).containsExactly(1, 48, 48);
  }

  @Test
  void whoEndsBeforeAClaimComesIsNotTakenForOneWhoCanBeSaved() {
    assertThat(lanes.take(new Backlog(LOGS, 0, 0, 0, 9), 5, true).lead()).isZero();

    lanes.delivered(LOGS, ofSeconds(4));
    assertThat(lanes.take(new Backlog(LOGS, 0, 0, 0, 9), 5, true).lead()).isEqualTo(ofSeconds(6));

    for (var i = 0; i < 600; i++) {
      lanes.delivered(LOGS, ofSeconds(1));
    }
    assertThat(lanes.take(new Backlog(LOGS, 0, 0, 0, 9), 5, true).lead())
        .isBetween(ofMillis(1_500), ofMillis(1_501));
    assertThat(lanes.take(new Backlog(METRICS, 0, 0, 0, 9), 5, true).lead()).isZero();
  }

  @Test
  void aLaneThatWasOneProbeWideAsksAgainWhenTheProbeIsBack() {
    outage(Dependency.IAM);
    clock.set(NOON.plusSeconds(1));
    assertThat(taken(LOGS)).isEqualTo(1);
    var probe = work(LOGS);
    assertThat(lanes.hungry(LOGS)).isFalse();

    probe.end();
    assertThat(lanes.hungry(LOGS)).isTrue();
  }

  @Test
  void noMoreIsTakenThanTheProcessCarries() {
    assertThat(lanes.take(new Backlog(LOGS, 0, 0, 0, 1_000), 5, true).all()).isEqualTo(5);
    assertThat(lanes.take(new Backlog(LOGS, 0, 0, 0, 1_000), -3, true).all()).isZero();
  }

  @Test
  void withManyAtHangingClustersSecondTriesWait() {
    assertThat(lanes.take(new Backlog(LOGS, 0, 9, 0, 7), 100, false))
        .isEqualTo(new Take(0, 0, 0, 7));
  }

  @Test
  void aLaneThatLeftSomethingAsksAgainOnceHalfOfItHasComeFree() {
    var works = new ArrayList<Work>();
    var places = taken(LOGS);
    for (var i = 0; i < places; i++) {
      works.add(work(LOGS));
    }
    assertThat(lanes.hungry(LOGS)).isFalse();

    works.subList(0, 25).forEach(Work::end);
    assertThat(lanes.hungry(LOGS)).isTrue();
    assertThat(lanes.hungry(LOGS)).isFalse();
  }
}
