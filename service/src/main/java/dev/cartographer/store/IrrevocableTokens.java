package dev.cartographer.store;

import dev.cartographer.view.IrrevocableView;
import dev.cartographer.view.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The replaced tokens that could not be revoked and have not ended yet, as the trail has them. One
 * that was given up twice counts once.
 */
public record IrrevocableTokens(Database database) {
  private static final String ALIVE =
      """
      from audit a where a.kind = 'irrevocable' and a.expires_at > :now and not exists (
        select 1 from audit b where b.kind = 'irrevocable' and b.cluster = a.cluster
          and b.signal = a.signal and b.fingerprint = a.fingerprint and b.id > a.id)
      """;

  /** How many there are. */
  public long count(Instant now) {
    return database.with((Handle h) ->
        h.createQuery("select count(*) " + ALIVE).bind("now", now).mapTo(Long.class).one());
  }

  /**
   * A page of them, in the order they were given up.
   *
   * @param cursor what the page before gave
   * @param limit 1 to 500
   */
  public Page<IrrevocableView> page(
      Optional<String> cluster, Optional<Long> cursor, int limit, Instant now) {
    var rows =
        database.with((Handle h) ->
            h.createQuery(
                    "select a.* "
                        + ALIVE
                        + " and a.id > :after and (:cluster::text is null or a.cluster = :cluster)"
                        + " order by a.id limit :limit")
                .bind("now", now)
                .bind("after", cursor.orElse(0L))
                .bind("cluster", cluster.orElse(null))
                .bind("limit", limit + 1)
                .map((row, _) -> Row.of(row))
                .list());
    var shown = rows.stream().limit(limit).toList();
    var next = rows.size() > limit ? Long.toString(shown.getLast().id) : null;
    return new Page<>(shown.stream().map(Row::view).toList(), next);
  }

  private record Row(long id, IrrevocableView view) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("id"),
          new IrrevocableView(
              row.getString("cluster"),
              row.getString("signal"),
              row.getLong("generation"),
              row.getString("fingerprint"),
              row.getObject("expires_at", OffsetDateTime.class).toInstant(),
              row.getObject("at", OffsetDateTime.class).toInstant(),
              row.getString("detail")));
    }
  }
}
