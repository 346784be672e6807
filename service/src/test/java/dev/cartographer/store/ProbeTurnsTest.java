package dev.cartographer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.probe.Turns;
import dev.cartographer.testing.RealPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTurnsTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Name SOUTH = new Name("us-south");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final List<Carrier> CARRIERS =
      IntStream.range(0, 120).mapToObj(i -> new Carrier(new Name("c" + i), SOUTH)).toList();

  @TempDir private Path directory;
  private Store store;
  private Turns turns;

  @BeforeEach
  void open() {
    store = Store.open(RealPostgres.newDatabase(), directory);
    turns = store.probeTurns();
    var other = new Carrier(new Name("fra02"), new Name("eu-de"));
    var all = new ArrayList<>(CARRIERS);
    all.add(other);
    store.fleet().enrol(all, List.of(), false, "test", MIDNIGHT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aMinuteOfSecondsGivesEveryCarrierOneTurnEvenlySpread() {
    for (var minute = 0; minute < 2; minute++) {
      var taken = new ArrayList<Carrier>();
      for (var second = 0; second < 60; second++) {
        var now = MIDNIGHT.plusSeconds(60L * minute + second);
        var turn = turns.take(Set.of(SOUTH), MINUTE, SECOND, now);
        assertThat(turn).hasSize(2);
        taken.addAll(turn);
      }
      assertThat(taken).containsExactlyInAnyOrderElementsOf(CARRIERS);
    }
  }

  @Test
  void aTurnIsGivenToOneOfManyProcesses() throws Exception {
    Callable<List<Carrier>> process =
        () -> {
          var taken = new ArrayList<Carrier>();
          for (var i = 0; i < 60; i++) {
            taken.addAll(turns.take(Set.of(SOUTH), MINUTE, SECOND, MIDNIGHT.plusMillis(i)));
          }
          return taken;
        };

    var all = new ArrayList<Carrier>();
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (var taken : pool.invokeAll(List.of(process, process, process, process))) {
        all.addAll(taken.get());
      }
    }

    assertThat(all).containsExactlyInAnyOrderElementsOf(CARRIERS);
  }

  @Test
  void aRegionThatIsNotAskedForHasNoTurns() {
    assertThat(turns.take(Set.of(new Name("jp-tok")), MINUTE, SECOND, MIDNIGHT)).isEmpty();
  }
}
