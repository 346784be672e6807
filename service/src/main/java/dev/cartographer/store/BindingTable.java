package dev.cartographer.store;

import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.BindingQueue;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.Lane;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.Shares.Take;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The table of bindings as the queue.
 *
 * <p>{@code next_at} says when a binding is due. A claim locks due rows that nobody else has
 * locked, raises their fence and leases them for a while; so a claim whose process dies comes due
 * by itself, and a process that wakes after its lease finds a higher fence.
 *
 * <p>Each kind of binding is claimed along an index in the order it is served, so that a claim
 * costs what it takes and not what waits. The lease is in none of them: only an outcome moves a
 * binding in an index.
 */
public final class BindingTable implements BindingQueue {
  private static final int LINED_UP_AT_ONCE = 5_000;
  private static final String FREE =
      "next_at <= :now and (leased_until is null or leased_until <= :now)";
  private static final String WELL = "failures = 0 and expires_at is not null and not lined_up";
  private static final String LINED_UP = "failures = 0 and expires_at is not null and lined_up";

  /**
   * Each count follows an index to {@code :most} and no further: in the order of the index, or the
   * planner takes the whole table when it believes that most of it is meant. With more than that
   * due, the living are counted among the next deadlines only: whoever is not among them can wait.
   */
  private static final String BACKLOGS =
      """
      select name, signal, fresh, retry, dark, case when due < :most then alive else
        (select count(*) from (
          select next_at, leased_until from binding where LANE and WELL and expires_at > :now
          order by expires_at limit :most * 2) a where FREE) end as alive
      from (
        select r.id, r.name, s.signal,
          (select count(*) from (
            select from binding where LANE and failures = 0 and expires_at is null and FREE
            order by cluster_id limit :most) f) as fresh,
          (select count(*) from (
            select from binding where LANE and failures > 0 and FREE
            order by next_at limit :most) t) as retry,
          (select count(*) from (
            select from binding where LANE and WELL and expires_at <= :now and FREE
            order by expires_at limit :most) d) +
          (select count(*) from (
            select from binding where LANE and LINED_UP and FREE
            order by turn, expires_at limit :most) l) as dark,
          w.due, w.alive
        from region r, (values (0::smallint), (1::smallint)) s (signal), lateral (
          select count(*) as due, count(*) filter (where expires_at > :now) as alive
          from (select expires_at from binding where LANE and WELL and FREE
            order by next_at limit :most) w) w
        offset 0) r
      """
          .replaceFirst("LANE", "region_id = r.id and binding.signal = r.signal")
          .replace("LANE", "region_id = r.id and binding.signal = s.signal")
          .replace("WELL", WELL)
          .replace("LINED_UP", LINED_UP)
          .replace("FREE", FREE);

  private static final String LANE =
      "region_id = (select id from region where name = :region) and signal = :signal";

  private static final String CLAIM =
      """
      with due as (
        select cluster_id, signal from binding where LANE and KIND and FREE
        order by ORDER limit :most
        for update skip locked)
      update binding b set fence = b.fence + 1, leased_until = :until
      from due, cluster c, carrier k
      where b.cluster_id = due.cluster_id and b.signal = due.signal
        and c.id = b.cluster_id and k.id = c.carrier_id
      returning b.signal, b.fence, b.wish, b.generation, b.issued_at, b.expires_at,
        b.fingerprint, b.failures, b.backoff_ms, b.fault_dependency, c.id as cluster_id, c.name,
        c.tenant, c.version, c.identity, c.target, k.name as carrier, k.region
      """
          .replace("LANE", LANE)
          .replace("FREE", FREE);

  private static final String FRESH =
      claim("failures = 0 and expires_at is null", "cluster_id desc");
  private static final String RETRY = claim("failures > 0", "next_at");
  private static final String DARK = claim(WELL + " and expires_at <= :now", "expires_at");
  private static final String DARK_IN_TURN = claim(LINED_UP, "turn, expires_at");
  private static final String ALIVE = claim(WELL + " and expires_at > :now", "next_at");
  static final String ALIVE_BY_DEADLINE = claim(WELL + " and expires_at > :now", "expires_at");

  private static final String LINE_UP =
      """
      with due as (
        select cluster_id, signal from binding
        where LANE and WELL and expires_at <= :now and FREE
        order by expires_at limit :most
        for update skip locked)
      update binding b set lined_up = true from due
      where b.cluster_id = due.cluster_id and b.signal = due.signal
      """
          .replace("LANE", LANE)
          .replace("WELL", WELL)
          .replace("FREE", FREE);

  private static final String EXTEND =
      """
      update binding b set leased_until = :until
      from unnest(:ids, :signals, :fences) v (id, signal, fence)
      where b.cluster_id = v.id and b.signal = v.signal and b.fence = v.fence
      """;

  private final Database database;
  private final ClaimColumns columns;
  private final WriteBack writeBack;

  BindingTable(Database database, ClaimColumns columns, WriteBack writeBack) {
    this.database = database;
    this.columns = columns;
    this.writeBack = writeBack;
  }

  private static String claim(String kind, String order) {
    return CLAIM.replace("KIND", kind).replace("ORDER", order);
  }

  @Override
  public List<Backlog> backlogs(Instant now) {
    return database.with((Handle h) ->
        h.createQuery(BACKLOGS)
            .bind("now", now)
            .bind("most", Backlog.COUNTED)
            .map((row, _) -> ClaimColumns.backlog(row))
            .filter(backlog -> backlog.due() > 0)
            .list());
  }

  @Override
  public List<Claim> claim(Backlog backlog, Take take, Instant now, Duration lease) {
    var byDeadline = backlog.alive() > take.alive();
    return database.inTransaction((Handle h) -> {
      var lender = new Lender(h, backlog.lane(), now, now.plus(lease));
      var claims = new ArrayList<Claim>();
      claims.addAll(lender.lend(FRESH, take.fresh()));
      claims.addAll(lender.lendDark(take.dark(), backlog.dark() == Backlog.COUNTED));
      claims.addAll(lender.lend(RETRY, take.retry()));
      claims.addAll(lender.lend(byDeadline ? ALIVE_BY_DEADLINE : ALIVE, take.alive()));
      return claims;
    });
  }

  /** Lends rows of one lane within one transaction. */
  private final class Lender {
    private final Handle h;
    private final Lane lane;
    private final Instant now;
    private final Instant until;

    Lender(Handle h, Lane lane, Instant now, Instant until) {
      this.h = h;
      this.lane = lane;
      this.now = now;
      this.until = until;
    }

    List<Claim> lend(String sql, int most) {
      if (most == 0) {
        return List.of();
      }
      return inLane(h.createQuery(sql))
          .bind("most", most)
          .bind("until", until)
          .map((row, _) -> columns.claim(row))
          .list();
    }

    /** Those who have lined up first; the others join the line when there are too many of them. */
    List<Claim> lendDark(int most, boolean many) {
      if (many && most > 0) {
        inLane(h.createUpdate(LINE_UP)).bind("most", LINED_UP_AT_ONCE).execute();
      }
      var claims = new ArrayList<>(lend(DARK_IN_TURN, most));
      claims.addAll(lend(DARK, most - claims.size()));
      return claims;
    }

    private <S extends SqlStatement<S>> S inLane(S statement) {
      return statement
          .bind("region", lane.region().text())
          .bind("signal", lane.signal().number())
          .bind("now", now);
    }
  }

  @Override
  public void extend(List<Claim> claims, Instant now, Duration lease) {
    var sorted = claims.stream().sorted(Comparator.comparingLong(c -> c.binding().id())).toList();
    var columns =
        new Columns()
            .longs("ids", sorted, c -> c.binding().cluster().id())
            .ints("signals", sorted, c -> c.binding().signal().number())
            .longs("fences", sorted, Claim::fence);
    database.inTransaction((Handle h) ->
        columns.bindTo(h.createUpdate(EXTEND)).bind("until", now.plus(lease)).execute());
  }

  @Override
  public boolean record(Claim claim, RotationOutcome outcome, Instant now) {
    return writeBack.write(new WriteBack.Line(claim, outcome, now));
  }
}
