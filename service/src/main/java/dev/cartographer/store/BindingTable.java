package dev.cartographer.store;

import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.BindingQueue;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The table of bindings as the queue.
 *
 * <p>{@code next_at} is the only schedule there is. A claim locks due rows that nobody else has
 * locked, raises their fence and moves {@code next_at} to the end of the lease; so a claim whose
 * process dies comes due by itself, and a process that wakes after its lease finds a higher fence.
 */
public final class BindingTable implements BindingQueue {
  private static final String CLAIM =
      """
      with due as (
        select id from binding where next_at <= :now
        order by expires_at nulls first limit :most
        for update skip locked)
      update binding b set fence = b.fence + 1, next_at = :until
      from due, cluster c, carrier k
      where b.id = due.id and c.id = b.cluster_id and k.id = c.carrier_id
      returning b.id, b.signal, b.fence, b.wish, b.generation, b.issued_at, b.expires_at,
        b.fingerprint, b.failures, b.backoff_ms, c.id as cluster_id, c.name, c.tenant, c.version,
        c.identity, c.target, k.name as carrier, k.region
      """;

  private static final String EXTEND =
      "update binding set next_at = :until where id = :id and fence = :fence";

  private final Database database;
  private final ClusterColumns columns;
  private final WriteBack writeBack;

  BindingTable(Database database, ClusterColumns columns, WriteBack writeBack) {
    this.database = database;
    this.columns = columns;
    this.writeBack = writeBack;
  }

  @Override
  public List<Claim> claim(int most, Instant now, Duration lease) {
    return database.with((Handle h) ->
        h.createQuery(CLAIM)
            .bind("now", now)
            .bind("most", most)
            .bind("until", now.plus(lease))
            .map((row, _) -> claim(row))
            .list());
  }

  @Override
  public void extend(List<Claim> claims, Instant now, Duration lease) {
    database.inTransaction((Handle h) -> {
      var batch = h.prepareBatch(EXTEND);
      for (var claim : claims) {
        batch
            .bind("until", now.plus(lease))
            .bind("id", claim.binding().id())
            .bind("fence", claim.fence())
            .add();
      }
      return batch.execute();
    });
  }

  @Override
  public boolean record(Claim claim, RotationOutcome outcome, Instant now) {
    return writeBack.write(new WriteBack.Line(claim, outcome, now));
  }

  private Claim claim(ResultSet row) throws SQLException {
    return new Claim(
        new Binding(row.getLong("id"), cluster(row), Signal.of(row.getInt("signal"))),
        row.getLong("fence"),
        note(row),
        Wish.of(row.getInt("wish")),
        row.getInt("failures"),
        Duration.ofMillis(row.getLong("backoff_ms")));
  }

  private Cluster cluster(ResultSet row) throws SQLException {
    var place =
        new ClusterColumns.Place(
            row.getString("tenant"), row.getString("name"), row.getLong("version"));
    return new Cluster(
        row.getLong("cluster_id"),
        new Name(place.cluster()),
        new Name(place.tenant()),
        new Carrier(new Name(row.getString("carrier")), new Name(row.getString("region"))),
        columns.identity(row.getString("identity"), place),
        columns.target(row.getString("target"), place),
        place.version());
  }

  private static Optional<Note> note(ResultSet row) throws SQLException {
    var generation = row.getLong("generation");
    if (generation == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Note(
            generation,
            row.getObject("issued_at", OffsetDateTime.class).toInstant(),
            row.getObject("expires_at", OffsetDateTime.class).toInstant(),
            new Fingerprint(row.getString("fingerprint"))));
  }
}
