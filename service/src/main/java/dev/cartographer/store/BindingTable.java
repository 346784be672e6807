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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
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
 * <p>The lease is in no index, and neither is the order of urgency: only an outcome moves a binding
 * in an index, and only in the one of when it is due. What is due is put in order when there is
 * more of it than can be counted; see {@link WaitingLine}.
 */
public final class BindingTable implements BindingQueue {
  static final String FREE = "next_at <= :now and (leased_until is null or leased_until <= :now)";
  static final String WELL = "failures = 0 and expires_at is not null";
  static final String LANE =
      "region_id = (select id from region where name = :region) and signal = :signal";

  /**
   * Each count follows an index to {@code :most} and no further: in the order of the index, or the
   * planner takes the whole table when it believes that most of it is meant.
   */
  private static final String BACKLOGS =
      """
      select r.name, s.signal,
        (select count(*) from (
          select from binding where LANE and failures = 0 and expires_at is null and FREE
          order by cluster_id limit :most) f) as fresh,
        (select count(*) from (
          select from binding where LANE and failures > 0 and FREE
          order by next_at limit :most) t) as retry,
        w.due, w.dark
      from region r, (values (0::smallint), (1::smallint)) s (signal), lateral (
        select count(*) as due, count(*) filter (where expires_at <= :now) as dark
        from (
          select expires_at from binding where LANE and WELL and FREE
          order by next_at limit :most) w) w
      """
          .replace("LANE", "region_id = r.id and binding.signal = s.signal")
          .replace("WELL", WELL)
          .replace("FREE", FREE);

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
  private static final String ALIVE = claim(WELL + " and expires_at > :now", "expires_at");
  static final String NAMED = claim("cluster_id = any(:clusters)", "cluster_id");

  private static final String EXTEND =
      """
      update binding b set leased_until = :until
      from unnest(:ids, :signals, :fences) v (id, signal, fence)
      where b.cluster_id = v.id and b.signal = v.signal and b.fence = v.fence
      """;

  private final Database database;
  private final ClaimColumns columns;
  private final WriteBack writeBack;
  private final Map<Lane, WaitingLine> lines = new ConcurrentHashMap<>();

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
        h
            .createQuery(BACKLOGS)
            .bind("now", now)
            .bind("most", Backlog.COUNTED)
            .map((row, _) -> ClaimColumns.backlog(row))
            .list()
            .stream()
            .map(counted -> crowded(counted) ? byLine(h, counted, now) : byCount(counted))
            .filter(backlog -> backlog.due() > 0)
            .toList());
  }

  private static boolean crowded(Backlog counted) {
    return counted.dark() + counted.alive() >= Backlog.COUNTED;
  }

  private Backlog byCount(Backlog counted) {
    lines.remove(counted.lane());
    return counted;
  }

  /** The first that were counted may all be dark, or all alive. */
  private Backlog byLine(Handle h, Backlog counted, Instant now) {
    var line = lines.computeIfAbsent(counted.lane(), WaitingLine::new);
    var lengths = line.lengths(h, now, Backlog.COUNTED);
    return new Backlog(
        counted.lane(),
        counted.fresh(),
        counted.retry(),
        Math.min(lengths.dark(), Backlog.COUNTED),
        Math.min(lengths.alive(), Backlog.COUNTED));
  }

  @Override
  public List<Claim> claim(Backlog backlog, Take take, Instant now, Duration lease) {
    var line = Optional.ofNullable(lines.get(backlog.lane()));
    return database.inTransaction((Handle h) -> {
      var lender = new Lender(h, backlog.lane(), now, now.plus(lease));
      var claims = new ArrayList<Claim>();
      claims.addAll(lender.lend(FRESH, take.fresh()));
      claims.addAll(lender.lend(RETRY, take.retry()));
      if (line.isPresent()) {
        claims.addAll(lender.lend(line.get()::nextDark, take.dark()));
        claims.addAll(lender.lend(line.get()::nextAlive, take.alive()));
      } else {
        claims.addAll(lender.lend(DARK, take.dark()));
        claims.addAll(lender.lend(ALIVE, take.alive()));
      }
      return claims;
    });
  }

  static <S extends SqlStatement<S>> S inLane(S statement, Lane lane, Instant now) {
    return statement
        .bind("region", lane.region().text())
        .bind("signal", lane.signal().number())
        .bind("now", now);
  }

  /** Lends rows of one lane within one transaction. */
  private final class Lender {
    private static final int MOST_ROUNDS = 4;

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
      return most == 0 ? List.of() : lent(h.createQuery(sql), most);
    }

    /** From a line; whom another process has, the next on the line stands in for. */
    List<Claim> lend(IntFunction<List<Long>> next, int most) {
      var claims = new ArrayList<Claim>();
      for (var round = 0; round < MOST_ROUNDS && claims.size() < most; round++) {
        var clusters = next.apply(most - claims.size());
        if (clusters.isEmpty()) {
          break;
        }
        var query = h.createQuery(NAMED).bind("clusters", clusters.toArray(Long[]::new));
        claims.addAll(lent(query, clusters.size()));
      }
      return claims;
    }

    private List<Claim> lent(Query query, int most) {
      return inLane(query, lane, now)
          .bind("most", most)
          .bind("until", until)
          .map((row, _) -> columns.claim(row))
          .list();
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
