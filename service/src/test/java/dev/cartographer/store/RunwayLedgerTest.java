package dev.cartographer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.testing.RealPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunwayLedgerTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;
  private final Database database = RealPostgres.newDatabase();
  private final RunwayReader reader = new RunwayReader(database);
  private final AtomicLong clock = new AtomicLong(MIDNIGHT.toEpochMilli());
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(database, directory);
    store.fleet().enrol(RandomFleet.CARRIERS, List.of(), false, "test", MIDNIGHT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsDoneTheLedgerSaysWhatALookAtEveryBindingSays(long seed) {
    var fleet = new RandomFleet(store, clock, seed);

    for (var i = 0; i < 1200; i++) {
      fleet.doAnything();
      if (i % 20 == 0) {
        assertThat(withBindings(reader.fleet(fleet.now())))
            .isEqualTo(FullScan.of(database, fleet.now()).reading());
      }
    }

    assertThat(fleet.refused).isPositive();
    assertThat(drift(fleet.now())).isZero();
    assertThat(foldedAway()).isZero();
    assertThat(withBindings(reader.fleet(fleet.now())))
        .isEqualTo(FullScan.of(database, fleet.now()).reading());
  }

  @Test
  void manyProcessesAtOnceKeepTheLedgerExactInEverySnapshot() throws Exception {
    var work = new ArrayList<Callable<Long>>();
    for (var seed = 10; seed < 14; seed++) {
      var fleet = new RandomFleet(store, clock, seed);
      work.add(() -> doMuch(fleet));
    }
    for (var i = 0; i < 2; i++) {
      work.add(this::checkAgainAndAgain);
    }

    try (var pool = Executors.newFixedThreadPool(work.size())) {
      for (var drift : pool.invokeAll(work)) {
        assertThat(drift.get()).isZero();
      }
    }

    var now = Instant.ofEpochMilli(clock.get());
    assertThat(foldedAway()).isZero();
    assertThat(withBindings(reader.fleet(now))).isEqualTo(FullScan.of(database, now).reading());
  }

  private static long doMuch(RandomFleet fleet) {
    for (var i = 0; i < 400; i++) {
      fleet.doAnything();
    }
    return 0;
  }

  private long checkAgainAndAgain() {
    var drift = 0L;
    for (var i = 0; i < 60; i++) {
      drift += drift(Instant.ofEpochMilli(clock.addAndGet(2)));
    }
    return drift;
  }

  @Test
  void whatWasMiscountedIsFoundHealedAndToldOnce() {
    var fleet = new RandomFleet(store, clock, 20);
    for (var i = 0; i < 200; i++) {
      fleet.doAnything();
    }
    new RunwayFold(database).fold();
    assertThat(drift(fleet.now())).isZero();
    var lost =
        (long)
            database.with((Handle h) ->
                h.createQuery(
                        """
                        with gone as (delete from runway where ends_at = (select min(ends_at)
                          from runway where standing = 1) returning bindings)
                        select sum(bindings) from gone
                        """)
                    .mapTo(Long.class)
                    .one());

    var check = new RunwayCheck(database, HOUR);

    assertThat(check.check(fleet.now())).isZero();
    assertThat(check.check(fleet.now().plus(HOUR))).isEqualTo(lost).isPositive();
    assertThat(check.check(fleet.now().plus(HOUR).plus(HOUR))).isZero();
    assertThat(withBindings(reader.fleet(fleet.now())))
        .isEqualTo(FullScan.of(database, fleet.now()).reading());
  }

  private long drift(Instant now) {
    return new RunwayCheck(database, Duration.ofMillis(1)).check(now);
  }

  /** Folds all; how many rows are left that count nothing, or less. */
  private long foldedAway() {
    new RunwayFold(database).fold();
    return database.with((Handle h) ->
        h.createQuery(
                """
                select (select count(*) from runway_change)
                  + (select count(*) from runway where bindings <= 0)
                """)
            .mapTo(Long.class)
            .one());
  }

  private static RunwayReader.Reading withBindings(RunwayReader.Reading reading) {
    return new RunwayReader.Reading(
        reading.signals(),
        reading.carriers().stream()
            .filter(c -> c.dependencies().getFirst().bindings() > 0)
            .toList());
  }
}
