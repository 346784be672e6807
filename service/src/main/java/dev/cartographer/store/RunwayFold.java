package dev.cartographer.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Adds what was entered in the ledger to its counts. Any process may fold at any time: two take
 * different entries, and change the counts they share in the same order.
 */
public final class RunwayFold {
  private static final int MOST = 1000;
  private static final int MOST_ROUNDS = 20;

  private static final String FOLD =
      """
      with due as materialized (
        select id from runway_change order by id limit :most for update skip locked),
      taken as (
        delete from runway_change c using due where c.id = due.id
        returning c.carriers, c.signals, c.standings, c.ends, c.deltas),
      summed as (
        select v.carrier_id, v.signal, v.standing, v.ends_at, sum(v.delta) as delta
        from taken t, unnest(t.carriers, t.signals, t.standings, t.ends, t.deltas)
          as v (carrier_id, signal, standing, ends_at, delta)
        group by v.carrier_id, v.signal, v.standing, v.ends_at having sum(v.delta) <> 0),
      added as (
        insert into runway as r (carrier_id, signal, standing, ends_at, bindings)
        select carrier_id, signal, standing, ends_at, delta from summed
        order by carrier_id, signal, standing, ends_at
        on conflict (carrier_id, signal, standing, ends_at)
          do update set bindings = r.bindings + excluded.bindings
        returning carrier_id, signal, standing, ends_at, bindings)
      select (select count(*) from taken) as taken, a.carrier_id, a.signal, a.standing,
        a.ends_at::text as ends_at
      from (select 1) one left join added a on a.bindings = 0
      """;

  // The rows are still ours: nobody has added to them since.
  private static final String SWEEP =
      """
      delete from runway where carrier_id = :carrier and signal = :signal
        and standing = :standing and ends_at = :end::timestamptz
      """;

  private final Database database;

  public RunwayFold(Database database) {
    this.database = database;
  }

  /** Folds until nothing is left, or much was done; what is left counts all the same. */
  public void fold() {
    for (var rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      if (database.inTransaction(RunwayFold::once) < MOST) {
        return;
      }
    }
  }

  /** A count that came to zero, and how many entries were taken. */
  private record Row(long taken, long carrier, int signal, int standing, String end) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("taken"),
          row.getLong("carrier_id"),
          row.getInt("signal"),
          row.getInt("standing"),
          row.getString("ends_at"));
    }
  }

  private static long once(Handle h) {
    var rows = h.createQuery(FOLD).bind("most", MOST).map((row, _) -> Row.of(row)).list();
    sweep(h, rows.stream().filter(row -> row.end != null).toList());
    return rows.getFirst().taken;
  }

  private static void sweep(Handle h, List<Row> empty) {
    if (empty.isEmpty()) {
      return;
    }
    var batch = h.prepareBatch(SWEEP);
    for (var row : empty) {
      batch
          .bind("carrier", row.carrier)
          .bind("signal", row.signal)
          .bind("standing", row.standing)
          .bind("end", row.end)
          .add();
    }
    batch.execute();
  }
}
