package dev.cartographer.store;

import dev.cartographer.store.AuditEvent.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Ends enrolments. A cluster that is to be removed leaves: no claim made before stands, none is
 * renewed, and its bindings are due at once for taking back what was delivered. With the last of
 * them goes the cluster.
 */
public final class Removals {

  /** Deletes bindings whose fence stands. */
  static final String GONE =
      """
      delete from binding b
      using unnest(:ids, :signals, :fences, :wishes, :nows, :nexts)
        v (id, signal, fence, wish, now, next)
      where b.cluster_id = v.id and b.signal = v.signal and b.fence = v.fence and b.wish = 3
      returning b.cluster_id, b.signal, b.fence
      """;

  private static final String LOCK =
      "select id from cluster where id = any(:ids) order by id for no key update";

  private static final String END =
      """
      delete from cluster c where c.id = any(:ids) and c.leaving_since is not null
        and not exists (select from binding b where b.cluster_id = c.id)
      returning c.name, c.tenant
      """;

  private static final String LEAVE =
      """
      update binding b set wish = 3, fence = b.fence + 1, next_at = :now, backoff_ms = 0
      from cluster c where c.name = :name and b.cluster_id = c.id and b.wish < 3
      """;

  private static final String FORGET_TENANT =
      """
      delete from tenant t where t.name = any(:tenants)
        and not exists (select from cluster c where c.tenant = t.name)
      """;

  private final Database database;

  Removals(Database database) {
    this.database = database;
  }

  /** A removal that was asked for: how many bindings have still to take back what they hold. */
  public record Asked(long bindings) {}

  /**
   * Lets a cluster leave; asking again changes nothing.
   *
   * @param actor for the audit trail
   * @return empty when there is no such cluster
   * @throws EnrolmentRefused when it announces itself, and so would be enrolled again
   */
  public Optional<Asked> ask(String cluster, String actor, Instant now) {
    return database.inTransaction((Handle h) -> {
      var row = locked(h, cluster);
      row.flatMap(Row::origin)
          .ifPresent(origin -> {
            throw new EnrolmentRefused(
                "cluster " + cluster + " announces itself as " + origin + "; delete that");
          });
      return row.map(_ -> leave(h, cluster, actor, now));
    });
  }

  /**
   * Lets a cluster leave that is announced no longer.
   *
   * @return empty when it is gone, or something else has the name
   */
  public Optional<Asked> unannounced(String cluster, String origin, Instant now) {
    return database.inTransaction((Handle h) ->
        locked(h, cluster)
            .filter(row -> row.origin.equals(Optional.of(origin)))
            .map(_ -> leave(h, cluster, origin, now)));
  }

  private static Asked leave(Handle h, String cluster, String actor, Instant now) {
    var first =
        h.createUpdate(
                """
                update cluster set leaving_since = :now
                where name = :name and leaving_since is null
                """)
            .bind("name", cluster)
            .bind("now", now)
            .execute();
    if (first > 0) {
      h.createUpdate(LEAVE).bind("name", cluster).bind("now", now).execute();
      told(h, now, Kind.REMOVAL_REQUESTED, cluster, actor, "what was delivered is taken back");
    }
    return new Asked(bindings(h, cluster));
  }

  /**
   * Removes a cluster at once and leaves what was delivered where it is.
   *
   * @return empty when there is no such cluster
   */
  public Optional<Asked> forget(String cluster, String actor, Instant now) {
    return database.inTransaction((Handle h) -> {
      if (locked(h, cluster).isEmpty()) {
        return Optional.empty();
      }
      RunwayLedger.removing(h, cluster);
      var tenants =
          h.createQuery("delete from cluster where name = :name returning tenant")
              .bind("name", cluster)
              .mapTo(String.class)
              .list();
      forgetTenants(h, tenants);
      told(h, now, Kind.REMOVED, cluster, actor, "what was delivered is left where it is");
      return Optional.of(new Asked(0));
    });
  }

  /** A cluster whose row is ours for this transaction. */
  private record Row(Optional<String> origin) {}

  private static Optional<Row> locked(Handle h, String cluster) {
    return h.createQuery("select origin from cluster where name = :name for no key update")
        .bind("name", cluster)
        .map((row, _) -> new Row(Optional.ofNullable(row.getString(1))))
        .findOne();
  }

  private static long bindings(Handle h, String cluster) {
    return h.createQuery(
            """
            select count(*) from binding b join cluster c on c.id = b.cluster_id
            where c.name = :name
            """)
        .bind("name", cluster)
        .mapTo(Long.class)
        .one();
  }

  private static void told(
      Handle h, Instant now, Kind kind, String cluster, String actor, String detail) {
    AuditTable.insert(h, List.of(AuditEvent.byCaller(now, kind, cluster, null, actor, detail)));
  }

  /**
   * Takes the clusters of bindings that are gone. Of two processes that end the bindings of one
   * cluster, the second waits for the first and sees what it did; otherwise neither would end the
   * cluster.
   */
  static void lock(Handle h, List<WriteBack.Line> gone) {
    if (!gone.isEmpty()) {
      clusters(gone).bindTo(h.createQuery(LOCK)).mapToMap().list();
    }
  }

  /** Removes the clusters among these that have no binding left. */
  static void ended(Handle h, List<WriteBack.Line> gone) {
    if (gone.isEmpty()) {
      return;
    }
    var ended = clusters(gone).bindTo(h.createQuery(END)).map((row, _) -> Ended.of(row)).list();
    forgetTenants(h, ended.stream().map(Ended::tenant).toList());
    var now = gone.getFirst().now();
    AuditTable.insert(
        h, ended.stream().map(cluster -> AuditEvent.removed(cluster.name(), now)).toList());
  }

  private static Columns clusters(List<WriteBack.Line> lines) {
    return new Columns().longs("ids", lines, line -> line.claim().binding().cluster().id());
  }

  /** A tenant without clusters is no tenant: nothing of it stays but the audit trail. */
  private static void forgetTenants(Handle h, List<String> tenants) {
    if (!tenants.isEmpty()) {
      h.createUpdate(FORGET_TENANT)
          .bind("tenants", tenants.stream().distinct().sorted().toArray(String[]::new))
          .execute();
    }
  }

  private record Ended(String name, String tenant) {
    static Ended of(ResultSet row) throws SQLException {
      return new Ended(row.getString(1), row.getString(2));
    }
  }
}
