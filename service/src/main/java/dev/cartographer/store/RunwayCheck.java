package dev.cartographer.store;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Counts the bindings of one carrier and compares with the ledger, which should never differ. Where
 * it does, the difference is entered.
 *
 * <p>All is read in one snapshot, so writers are neither stopped nor mistaken for a difference. The
 * carrier's row says when it was checked last, for all processes: two that want to check the same
 * one give way to each other.
 */
public final class RunwayCheck {
  private static final String SNAPSHOT = "set transaction isolation level repeatable read";

  private static final String NEXT =
      """
      update carrier set runway_checked_at = :now where id = (
        select id from carrier
        where runway_checked_at is null or runway_checked_at <= :before
        order by runway_checked_at nulls first, id limit 1 for no key update skip locked)
      returning id
      """;

  private static final String DIFFERENCE =
      """
      with counted as (
        select b.signal, STANDING as standing, ENDS as ends_at, count(*) as bindings
        from cluster c join binding b on b.cluster_id = c.id
        where c.carrier_id = :carrier group by 1, 2, 3),
      booked as (
        select signal, standing, ends_at, sum(bindings) as bindings
        from runway_now where carrier_id = :carrier group by signal, standing, ends_at),
      differing as (
        select :carrier as carrier_id, signal, standing, ends_at,
          coalesce(c.bindings, 0) - coalesce(k.bindings, 0) as delta
        from counted c full join booked k using (signal, standing, ends_at)
        where coalesce(c.bindings, 0) <> coalesce(k.bindings, 0)),
      healed as (ENTER)
      select greatest(sum(delta) filter (where delta > 0), -sum(delta) filter (where delta < 0), 0)
      from differing
      """
          .replace("STANDING", RunwayLedger.STANDING)
          .replace("ENDS", RunwayLedger.ENDS)
          .replace("ENTER", RunwayLedger.ENTER.replace("ROWS", "select * from differing"));

  private final Database database;
  private final Duration interval;

  /**
   * A check of every carrier.
   *
   * @param interval a carrier that was checked less long ago is left alone
   */
  public RunwayCheck(Database database, Duration interval) {
    this.database = database;
    this.interval = interval;
  }

  /** Checks all carriers that are due, one after the other; how many bindings were miscounted. */
  public long check(Instant now) {
    var drift = 0L;
    for (var one = checkOne(now); one.isPresent(); one = checkOne(now)) {
      drift += one.getAsLong();
    }
    return drift;
  }

  private OptionalLong checkOne(Instant now) {
    return database.inTransaction((Handle h) -> {
      h.execute(SNAPSHOT);
      var carrier =
          h.createQuery(NEXT)
              .bind("now", now)
              .bind("before", now.minus(interval))
              .mapTo(Long.class)
              .findOne();
      return carrier.isEmpty() ? OptionalLong.empty() : OptionalLong.of(heal(h, carrier.get()));
    });
  }

  private static long heal(Handle h, long carrier) {
    return h.createQuery(DIFFERENCE).bind("carrier", carrier).mapTo(Long.class).one();
  }
}
