package dev.cartographer.store;

import dev.cartographer.evidence.ExchangeBook;
import dev.cartographer.evidence.ExchangeCount;
import dev.cartographer.evidence.ExchangeCount.End;
import dev.cartographer.evidence.ExchangeCount.Origin;
import dev.cartographer.evidence.Tally;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What exchanges came to, minute by minute, in the database. */
public final class ExchangeTable implements ExchangeBook {
  // In the order of the key, so that two processes seldom wait for each other's rows.
  private static final String ADD =
      """
      insert into exchange_minute as m (minute, carrier_id, dependency, ended, origin, count)
      select v.minute::timestamptz, k.id, v.dependency, v.ended, v.origin, v.count
      from unnest(:minutes, :carriers, :dependencies, :ends, :origins, :counts)
        as v (minute, carrier, dependency, ended, origin, count)
      join carrier k on k.name = v.carrier
      order by 1, 2, 3, 4, 5
      on conflict (minute, carrier_id, dependency, ended, origin)
        do update set count = m.count + excluded.count
      """;

  private static final String SINCE =
      """
      select m.minute, k.name, k.region, m.dependency, m.ended, m.origin, m.count
      from exchange_minute m join carrier k on k.id = m.carrier_id
      where m.minute >= :from
      """;

  private static final String OF_REGIONS =
      """
      select m.minute, m.dependency, m.ended, sum(m.count)::bigint as count
      from exchange_minute m join carrier k on k.id = m.carrier_id
      where m.minute >= :from and k.region = any(:regions)
      group by m.minute, m.dependency, m.ended
      """;

  /** Two rows for a cluster at the most; so many are enough to have met as many clusters. */
  private static final String FAILING =
      """
      select count(distinct cluster_id) from (
        select b.cluster_id from binding b
        where b.region_id = any(array(select id from region where name = any(:regions)))
          and b.signal = any(:signals) and b.failures > 0
          and (b.fault_dependency = :dependency or b.fault_kind = :refused)
        limit 2 * :most) f
      """;

  /** Each of the three queues along its index. */
  private static final String WAITING =
      """
      select exists (
        select from region r, (values (0::smallint), (1::smallint)) s (signal)
        where r.name = any(:regions) and (
          exists (select from binding b where LANE and failures = 0 and expires_at is not null
            and next_at <= :since)
          or exists (select from binding b where LANE and failures > 0 and next_at <= :since)
          or exists (select from binding b where LANE and failures = 0 and expires_at is null
            and next_at <= :since)))
      """
          .replace("LANE", "b.region_id = r.id and b.signal = s.signal");

  private static final String FORGET =
      """
      delete from exchange_minute where ctid = any(array(
        select ctid from exchange_minute where minute < :before limit 5000))
      """;

  private final Database database;

  public ExchangeTable(Database database) {
    this.database = database;
  }

  @Override
  public void add(List<ExchangeCount> counts) {
    var columns =
        new Columns()
            .texts("minutes", counts, c -> c.key().minute().toString())
            .texts("carriers", counts, c -> c.key().carrier().name().text())
            .texts("dependencies", counts, c -> c.key().dependency().word())
            .texts("ends", counts, c -> word(c.key().end()))
            .texts("origins", counts, c -> c.key().origin().word())
            .longs("counts", counts, ExchangeCount::count);
    database.inTransaction((Handle h) -> columns.bindTo(h.createUpdate(ADD)).execute());
  }

  private static String word(End end) {
    return switch (end) {
      case End.Well() -> "well";
      case End.Blocked() -> "blocked";
      case End.Failed(var kind) -> kind.word();
    };
  }

  private static End end(String word) {
    return switch (word) {
      case "well" -> new End.Well();
      case "blocked" -> new End.Blocked();
      default -> new End.Failed(FaultKind.valueOf(word.toUpperCase(Locale.ROOT)));
    };
  }

  private static Dependency dependency(ResultSet row) throws SQLException {
    return Dependency.valueOf(row.getString("dependency").toUpperCase(Locale.ROOT));
  }

  @Override
  public List<ExchangeCount> since(Instant from) {
    return database.with(
        (Handle h) -> h.createQuery(SINCE).bind("from", from).map((row, _) -> count(row)).list());
  }

  private static ExchangeCount count(ResultSet row) throws SQLException {
    var carrier = new Carrier(new Name(row.getString("name")), new Name(row.getString("region")));
    return new ExchangeCount(
        new ExchangeCount.Key(
            row.getTimestamp("minute").toInstant(),
            carrier,
            dependency(row),
            end(row.getString("ended")),
            Origin.of(row.getString("origin"))),
        row.getLong("count"));
  }

  @Override
  public List<Summed> ofRegions(Set<Name> regions, Instant from) {
    return database.with((Handle h) ->
        h.createQuery(OF_REGIONS)
            .bind("from", from)
            .bind("regions", texts(regions))
            .map((row, _) ->
                new Summed(
                    row.getTimestamp("minute").toInstant(),
                    dependency(row),
                    Tally.of(end(row.getString("ended")), row.getLong("count"))))
            .list());
  }

  @Override
  public int clustersFailingAt(Dependency dependency, Set<Name> regions, int most) {
    var found =
        database.with((Handle h) ->
            h.createQuery(FAILING)
                .bind("regions", texts(regions))
                .bind("signals", signals(dependency))
                .bind("dependency", dependency.word())
                .bind("refused", refused(dependency).word())
                .bind("most", most)
                .mapTo(Integer.class)
                .one());
    return Math.min(found, most);
  }

  private static FaultKind refused(Dependency dependency) {
    return dependency == Dependency.IAM ? FaultKind.IDENTITY_REJECTED : FaultKind.NOT_ENTITLED;
  }

  /** The signals whose bindings ask this dependency. */
  private static Integer[] signals(Dependency dependency) {
    return Arrays.stream(Signal.values())
        .filter(s -> dependency == Dependency.IAM || Dependency.issuing(s) == dependency)
        .map(Signal::number)
        .toArray(Integer[]::new);
  }

  @Override
  public boolean leftWaiting(Set<Name> regions, Instant since) {
    return database.with((Handle h) ->
        h.createQuery(WAITING)
            .bind("regions", texts(regions))
            .bind("since", since)
            .mapTo(Boolean.class)
            .one());
  }

  @Override
  public void forget(Instant now, Duration age) {
    var deleted = 1;
    while (deleted > 0) {
      deleted =
          database.with(
              (Handle h) -> h.createUpdate(FORGET).bind("before", now.minus(age)).execute());
    }
  }

  private static String[] texts(Set<Name> names) {
    return names.stream().map(Name::text).toArray(String[]::new);
  }
}
