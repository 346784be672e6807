package dev.cartographer.store;

import dev.cartographer.fleet.Binding;
import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.BindingQueue;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.Shares.Take;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The table of bindings as the queue.
 *
 * <p>{@code next_at} is the only schedule there is. A claim locks due rows that nobody else has
 * locked, raises their fence and moves {@code next_at} to the end of the lease; so a claim whose
 * process dies comes due by itself, and a process that wakes after its lease finds a higher fence.
 *
 * <p>Each kind of binding is claimed along an index in the order it is served, so that a claim
 * costs what it takes and not what waits.
 */
public final class BindingTable implements BindingQueue {
  private static final String WELL = "failures = 0 and expires_at is not null";

  /**
   * Each count follows an index to {@code :most} and no further. With more than that due, the
   * living are counted among the next deadlines only: whoever is not among them can wait.
   */
  private static final String BACKLOGS =
      """
      select name, signal, fresh, retry, dark, case when well < :most then well - dark else
        (select count(*) from (
          select next_at from binding b where LANE and WELL and expires_at > :now
          order by expires_at limit :most * 5) a where next_at <= :now) end as alive
      from (
        select r.id, r.name, s.signal,
          (select count(*) from (
            select from binding b where FRESH order by cluster_id limit :most) f) as fresh,
          (select count(*) from (
            select from binding b where RETRY order by next_at limit :most) t) as retry,
          (select count(*) from (
            select from binding b where DARK order by expires_at limit :most) d) as dark,
          (select count(*) from (
            select from binding b where DUE order by next_at limit :most) w) as well
        from region r, (values (0::smallint), (1::smallint)) s (signal)
        offset 0) r
      """
          .replace("FRESH", "LANES and failures = 0 and expires_at is null and next_at <= :now")
          .replace("RETRY", "LANES and failures > 0 and next_at <= :now")
          .replace("DARK", "LANES and WELL and expires_at <= :now and next_at <= :now")
          .replace("DUE", "LANES and WELL and next_at <= :now")
          .replace("WELL", WELL)
          .replace("LANES", "b.region_id = r.id and b.signal = s.signal")
          .replace("LANE", "b.region_id = r.id and b.signal = r.signal");

  private static final String CLAIM =
      """
      with due as (
        select cluster_id, signal from binding
        where WHICH and next_at <= :now order by ORDER limit :most
        for update skip locked)
      update binding b set fence = b.fence + 1, next_at = :until
      from due, cluster c, carrier k
      where b.cluster_id = due.cluster_id and b.signal = due.signal
        and c.id = b.cluster_id and k.id = c.carrier_id
      returning b.signal, b.fence, b.wish, b.generation, b.issued_at, b.expires_at,
        b.fingerprint, b.failures, b.backoff_ms, b.fault_dependency, b.fault_kind,
        c.id as cluster_id, c.name, c.tenant, c.version, c.identity, c.target, k.name as carrier, k.region
      """;

  private static final String LANE =
      "region_id = (select id from region where name = :region) and signal = :signal";

  /** A token that agents ask for is made where they ask, unless that process is no more. */
  private static final String OURS =
      """
      (asked_of is null or asked_of = :me
        or asked_of <> all (select id from replica where seen_at > :living))\
      """;

  private static final String LEAVING =
      CLAIM.replace("WHICH", "wish = 3").replace("ORDER", "next_at");

  private static final String FRESH =
      claim("failures = 0 and expires_at is null", "cluster_id desc");
  private static final String RETRY = claim("failures > 0", "next_at");
  private static final String DARK = claim(WELL + " and expires_at <= :now", "expires_at, next_at");
  private static final String DARK_IN_TURN =
      claim(WELL + " and expires_at <= :now", "turn, expires_at, next_at");
  private static final String ALIVE = claim(WELL + " and expires_at > :now", "next_at");
  static final String ALIVE_BY_DEADLINE =
      claim(WELL + " and expires_at > :savable", "expires_at, next_at");

  private static final String STAYS =
      """
      select exists (
        select from binding where cluster_id = :id and signal = :signal and wish < 3)
      """;

  private static final String EXTEND =
      """
      update binding b set next_at = :until
      from unnest(:ids, :signals, :fences) v (id, signal, fence)
      where b.cluster_id = v.id and b.signal = v.signal and b.fence = v.fence
      """;

  private final Database database;
  private final ClaimColumns columns;
  private final WriteBack writeBack;
  private final UUID replica;

  BindingTable(Database database, ClaimColumns columns, WriteBack writeBack, UUID replica) {
    this.replica = replica;
    this.database = database;
    this.columns = columns;
    this.writeBack = writeBack;
  }

  private static String claim(String kind, String order) {
    return CLAIM
        .replace("WHICH", LANE + " and wish < 3 and " + OURS + " and " + kind)
        .replace("ORDER", order);
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
    var inTurn = backlog.dark() == Backlog.COUNTED;
    var byDeadline = backlog.alive() > take.alive();
    return database.inTransaction((Handle h) -> {
      var lender = new Lender(h, backlog, now, now.plus(lease));
      var claims = new ArrayList<Claim>();
      claims.addAll(
          byDeadline
              ? lender.lendSavable(take.alive(), now.plus(take.lead()))
              : lender.lend(ALIVE, take.alive()));
      claims.addAll(lender.lend(FRESH, take.fresh()));
      claims.addAll(lender.lend(RETRY, take.retry()));
      claims.addAll(lender.lend(inTurn ? DARK_IN_TURN : DARK, take.dark()));
      return claims;
    });
  }

  /** Lends rows of one lane within one transaction. */
  private final class Lender {
    private final Handle h;
    private final Backlog backlog;
    private final Instant now;
    private final Instant until;

    Lender(Handle h, Backlog backlog, Instant now, Instant until) {
      this.h = h;
      this.backlog = backlog;
      this.now = now;
      this.until = until;
    }

    List<Claim> lend(String sql, int most) {
      return most == 0 ? List.of() : lent(h.createQuery(sql), most);
    }

    List<Claim> lendSavable(int most, Instant savable) {
      return most == 0
          ? List.of()
          : lent(h.createQuery(ALIVE_BY_DEADLINE).bind("savable", savable), most);
    }

    private List<Claim> lent(Query query, int most) {
      return query
          .bind("region", backlog.lane().region().text())
          .bind("signal", backlog.lane().signal().number())
          .bind("now", now)
          .bind("most", most)
          .bind("until", until)
          .bind("me", replica)
          .bind("living", now.minus(Replicas.LIFE))
          .map((row, _) -> columns.claim(row))
          .list();
    }
  }

  @Override
  public List<Claim> claimLeaving(int most, Instant now, Duration lease) {
    return database.inTransaction((Handle h) ->
        h.createQuery(LEAVING)
            .bind("now", now)
            .bind("most", most)
            .bind("until", now.plus(lease))
            .map((row, _) -> columns.claim(row))
            .list());
  }

  @Override
  public boolean stays(Binding binding) {
    return database.with((Handle h) ->
        h.createQuery(STAYS)
            .bind("id", binding.cluster().id())
            .bind("signal", binding.signal().number())
            .mapTo(Boolean.class)
            .one());
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
