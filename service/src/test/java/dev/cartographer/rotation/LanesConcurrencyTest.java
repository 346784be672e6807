package dev.cartographer.rotation;

import static dev.cartographer.testing.Threads.require;

import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.testing.Threads;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Claims that end at once: Lincheck tries the orders in which their steps can fall. */
class LanesConcurrencyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Lane LOGS = new Lane(new Name("us-south"), Signal.LOGS);
  private static final Claim CLAIM = claim();
  private static final int ORDERS = 300;

  private static Claim claim() {
    var any = Fleets.cluster("acme-payments");
    var cluster =
        new Cluster(42, any.name(), any.tenant(), any.carrier(), any.identity(), any.target(), 1);
    return new Claim(
        new Binding(cluster, Signal.LOGS),
        1,
        Optional.empty(),
        Wish.NONE,
        0,
        Duration.ZERO,
        Optional.empty());
  }

  @Test
  void aLaneIsHungryOnceHoweverManyClaimsEnd() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var lanes = new Lanes(_ -> 1, _ -> 0);
          lanes.take(new Backlog(LOGS, 0, 0, 0, 9), 9, true);
          var places = lanes.places(LOGS);
          places.set(2);
          var hungry = new AtomicInteger();

          Threads.together(
              2,
              _ -> {
                places.decrementAndGet();
                hungry.addAndGet(lanes.hungry(LOGS) ? 1 : 0);
              });

          require(hungry.get() == 1, "hungry " + hungry + " times");
        });
  }

  @Test
  void aPlaceGivenUpWhileTheClusterHangsIsGivenBackOnce() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var clock = new MutableClock(NOON);
          var places = new AtomicInteger();
          var work = new Work(CLAIM, places, clock);

          Threads.together(
              2,
              i -> {
                if (i == 0) {
                  work.atCluster(() -> "held");
                  work.end();
                } else {
                  work.stuck(NOON.plusSeconds(5));
                }
              });

          require(places.get() == 0, places + " places taken");
        });
  }
}
