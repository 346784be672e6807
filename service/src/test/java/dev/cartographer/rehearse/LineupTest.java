package dev.cartographer.rehearse;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.Lane;
import dev.cartographer.rotation.Shares.Take;
import dev.cartographer.store.Store;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.RealPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal's queue beside the product's on a real PostgreSQL: both lend the same bindings. */
class LineupTest {
  private static final Lane LOGS = new Lane(new Name("us-south"), Signal.LOGS);
  private static final Instant NOON = Instant.EPOCH.plusSeconds(1_000_000_000);
  private static final int CLUSTERS = 80;

  @TempDir private Path directory;

  /** A binding as both are told of it. */
  private record Due(boolean failing, long endsAt, long dueAt) {}

  @Test
  void bothLendTheSameBindings() throws SQLException {
    var url = RealPostgres.newUrl();
    try (var store = store(url)) {
      store.fleet().enrol(List.of(Fleets.CARRIER), Fleets.clusters(CLUSTERS), false, "test", NOON);
      for (var seed = 0; seed < 20; seed++) {
        compare(url, store, new SplittableRandom(seed));
      }
    }
  }

  private Store store(String url) {
    var server = RealPostgres.server();
    return Store.open(
        dev.cartographer.store.Database.open(url, server.username(), server.password(), 4),
        directory);
  }

  private static void compare(String url, Store store, SplittableRandom random)
      throws SQLException {
    var lineup = new Lineup(LOGS);
    var all = new ArrayList<Due>();
    var ends = random.ints(-60_000, 60_000).distinct().limit(CLUSTERS).toArray();
    var dues = random.ints(0, 100_000).distinct().limit(CLUSTERS).toArray();
    for (var i = 0; i < CLUSTERS; i++) {
      var due = new Due(random.nextInt(4) == 0, at(ends[i]), at(-dues[i]));
      all.add(due);
      if (due.failing) {
        lineup.addRetry(i, due.dueAt);
      } else {
        lineup.addAlive(i, due.endsAt);
      }
    }
    tell(url, all);
    while (!lineup.isEmpty()) {
      var backlog = lineup.backlog(NOON.toEpochMilli());
      assertThat(store.queue().backlogs(NOON))
          .filteredOn(b -> b.lane().equals(LOGS))
          .containsExactly(backlog);
      var take = take(backlog, random);
      var lent = new ArrayList<Integer>();
      lineup.take(take, NOON.toEpochMilli(), lent::add);
      assertThat(claimed(store, backlog, take)).containsExactlyInAnyOrderElementsOf(lent);
    }
  }

  private static long at(long millis) {
    return NOON.toEpochMilli() + millis;
  }

  /** Some of each kind; once few are left, all of them. */
  private static Take take(Backlog backlog, SplittableRandom random) {
    if (backlog.due() < 10) {
      return new Take(0, backlog.retry(), backlog.dark(), backlog.alive());
    }
    return new Take(
        0,
        Math.min(backlog.retry(), random.nextInt(5)),
        Math.min(backlog.dark(), random.nextInt(5)),
        Math.min(backlog.alive(), random.nextInt(5)),
        Duration.ofMillis(random.nextInt(10_000)));
  }

  private static List<Integer> claimed(Store store, Backlog backlog, Take take) {
    return store.queue().claim(backlog, take, NOON, ofSeconds(15)).stream()
        .map(c -> Integer.parseInt(c.binding().cluster().name().text().replace("cluster-", "")))
        .toList();
  }

  private static void tell(String url, List<Due> all) throws SQLException {
    var server = RealPostgres.server();
    try (var connection =
            DriverManager.getConnection(url, server.username(), server.password().reveal());
        var update =
            connection.prepareStatement(
                """
                update binding b set generation = 1, issued_at = '2001-01-01', expires_at = ?,
                  fingerprint = '\\x0123456789abcdef01234567', next_at = ?, failures = ?
                from cluster c where c.id = b.cluster_id and c.name = ?
                """)) {
      for (var i = 0; i < all.size(); i++) {
        update.setObject(1, instant(all.get(i).endsAt));
        update.setObject(2, instant(all.get(i).dueAt));
        update.setInt(3, all.get(i).failing ? 1 : 0);
        update.setString(4, "cluster-%05d".formatted(i));
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static java.time.OffsetDateTime instant(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }
}
