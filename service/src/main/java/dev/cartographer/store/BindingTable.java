package dev.cartographer.store;

import dev.cartographer.fleet.Binding;
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
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The table of bindings as the queue.
 *
 * <p>{@code next_at} says when a binding is due. A claim locks due rows that nobody else has
 * locked, raises their fence and leases them for a while; so a claim whose process dies comes due
 * by itself, and a process that wakes after its lease finds a higher fence.
 *
 * <p>Each kind of binding is claimed along an index in the order it is served, so that a claim
 * costs what it takes and not what waits. While all that is due can be claimed, its order does not
 * matter: only when there is more does it line up in the indexes of deadlines and turns.
 */
public final class BindingTable implements BindingQueue {
  private static final int AT_ONCE = 5_000;
  private static final String FREE =
      "next_at <= :now and (leased_until is null or leased_until <= :now)";
  private static final String WELL = "failures = 0 and expires_at is not null";
  private static final String LANE =
      "region_id = (select id from region where name = :region) and signal = :signal";

  /** Each count follows an index to {@code :most} and no further. */
  private static final String BACKLOGS =
      """
      select r.name, s.signal,
        (select count(*) from (select from binding where LANE and FRESH limit :most) f) as fresh,
        (select count(*) from (select from binding where LANE and RETRY limit :most) t) as retry,
        (select count(*) from (select from binding where LANE and DARK limit :most) d) as dark,
        (select count(*) from (select from binding where LANE and ALIVE limit :most) a) as alive,
        d.dark as dark_due, d.alive as alive_due
      from region r, (values (0::smallint), (1::smallint)) s (signal), lateral (
        select count(*) filter (where expires_at <= :now) as dark,
          count(*) filter (where expires_at > :now) as alive
        from (select expires_at from binding where LANE and DUE limit :most) w) d
      """
          .replace("LANE", "region_id = r.id and binding.signal = s.signal")
          .replace("FRESH", "failures = 0 and expires_at is null and FREE")
          .replace("RETRY", "failures > 0 and FREE")
          .replace("DARK", "WELL and lined_up and expires_at <= :now and FREE")
          .replace("ALIVE", "WELL and lined_up and expires_at > :now and FREE")
          .replace("DUE", "WELL and not lined_up and FREE")
          .replace("WELL", WELL)
          .replace("FREE", FREE);

  private static final String CLAIM =
      """
      with due as (
        select cluster_id, signal from binding where WHICH and FREE order by ORDER limit :most
        for update skip locked)
      update binding b set fence = b.fence + 1, leased_until = :until
      from due, cluster c, carrier k
      where b.cluster_id = due.cluster_id and b.signal = due.signal
        and c.id = b.cluster_id and k.id = c.carrier_id
      returning b.signal, b.fence, b.wish, b.generation, b.issued_at, b.expires_at,
        b.fingerprint, b.failures, b.backoff_ms, b.fault_dependency, b.fault_kind,
        c.id as cluster_id, c.name, c.tenant, c.version, c.identity, c.target, k.name as carrier,
        k.region
      """
          .replace("FREE", FREE);

  private static final String LEAVING =
      CLAIM.replace("WHICH", "wish = 3").replace("ORDER", "next_at");

  private static final String FRESH =
      claim("failures = 0 and expires_at is null", "cluster_id desc");
  private static final String RETRY = claim("failures > 0", "next_at");
  private static final String DUE = claim(WELL + " and not lined_up", "next_at");
  private static final String DARK = claim(WELL + " and lined_up and expires_at <= :now", "expires_at");
  private static final String DARK_IN_TURN =
      claim(WELL + " and lined_up and expires_at <= :now", "turn, expires_at");
  static final String ALIVE_BY_DEADLINE =
      claim(WELL + " and lined_up and expires_at > :savable", "expires_at");

  private static final String LINE_UP =
      """
      with due as (
        select cluster_id, signal from binding where LANE and WELL and not lined_up and FREE
        order by next_at limit :most
        for update skip locked)
      update binding b set lined_up = true from due
      where b.cluster_id = due.cluster_id and b.signal = due.signal
      """
          .replace("LANE", LANE)
          .replace("WELL", WELL)
          .replace("FREE", FREE);

  private static final String STAYS =
      """
      select exists (
        select from binding where cluster_id = :id and signal = :signal and wish < 3)
      """;

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
    return CLAIM.replace("WHICH", LANE + " and wish < 3 and " + kind).replace("ORDER", order);
  }

  @Override
  public List<Backlog> backlogs(Instant now) {
    var counted = count(now);
    var crowded = counted.stream().filter(Counted::isCrowded).map(Counted::lane).toList();
    if (!crowded.isEmpty()) {
      // Behind the first thousand there may be some of another kind.
      crowded.forEach(lane -> lineUp(lane, now));
      counted = count(now);
    }
    return counted.stream().map(Counted::backlog).filter(backlog -> backlog.due() > 0).toList();
  }

  private List<Counted> count(Instant now) {
    return database.with((Handle h) ->
        h.createQuery(BACKLOGS)
            .bind("now", now)
            .bind("most", Backlog.COUNTED)
            .map((row, _) -> Counted.of(row))
            .list());
  }

  private void lineUp(Lane lane, Instant now) {
    database.inTransaction((Handle h) ->
        inLane(h.createUpdate(LINE_UP), lane, now).bind("most", AT_ONCE).execute());
  }

  @Override
  public List<Claim> claim(Backlog backlog, Take take, Instant now, Duration lease) {
    return database.inTransaction((Handle h) -> {
      var lender = new Lender(h, backlog, now, now.plus(lease));
      var claims = new ArrayList<Claim>();
      if (take.dark() < backlog.dark() || take.alive() < backlog.alive()) {
        lender.lineUp();
        claims.addAll(lender.lendSavable(take.alive(), now.plus(take.lead())));
        var inTurn = backlog.dark() == Backlog.COUNTED;
        claims.addAll(lender.lend(inTurn ? DARK_IN_TURN : DARK, take.dark()));
      } else {
        var all = take.dark() + take.alive();
        claims.addAll(lender.lend(DUE, all));
        claims.addAll(lender.lendSavable(all - claims.size(), now));
        claims.addAll(lender.lend(DARK, all - claims.size()));
      }
      claims.addAll(lender.lend(FRESH, take.fresh()));
      claims.addAll(lender.lend(RETRY, take.retry()));
      return claims;
    });
  }

  private static <S extends SqlStatement<S>> S inLane(S statement, Lane lane, Instant now) {
    return statement
        .bind("region", lane.region().text())
        .bind("signal", lane.signal().number())
        .bind("now", now);
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

    void lineUp() {
      inLane(h.createUpdate(LINE_UP), backlog.lane(), now).bind("most", AT_ONCE).execute();
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
      return inLane(query, backlog.lane(), now)
          .bind("most", most)
          .bind("until", until)
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
