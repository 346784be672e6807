package dev.cartographer.store;

import dev.cartographer.delivery.Pickups;
import dev.cartographer.fleet.Signal;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.Pickup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What agents have taken up. It stands beside what was delivered and changes nothing of it: no
 * fence is asked, no schedule moved, nothing counted in the runway.
 */
public final class PickupTable implements Pickups {
  private static final String SEEN =
      """
      update binding set picked_generation = :generation, picked_at = :at, picked_how = :how,
        picked_expires_at = :expires
      where cluster_id = :cluster and signal = :signal
        and coalesce(picked_generation, 0) < :generation
      """;

  private static final String PRESENT =
      """
      select generation, issued_at, expires_at, fingerprint from binding
      where cluster_id = :cluster and signal = :signal and generation = :generation
        and fingerprint = decode(:fingerprint, 'hex')
      """;

  private static final String PICKUP =
      """
      select generation, issued_at, picked_generation, picked_at, picked_how from binding
      where cluster_id = :cluster and signal = :signal
      """;

  private static final String UNTOLD =
      """
      select b.signal, c.id from binding b join cluster c on c.id = b.cluster_id
      where c.name = :name and c.target->>'kind' = 'files'
        and b.generation > coalesce(b.picked_generation, 0)
      """;

  private final Database database;

  PickupTable(Database database) {
    this.database = database;
  }

  @Override
  public void seen(long cluster, Signal signal, Note note, Pickup.How how, Instant at) {
    database.with((Handle h) ->
        h.createUpdate(SEEN)
            .bind("cluster", cluster)
            .bind("signal", signal.number())
            .bind("generation", note.generation())
            .bind("expires", note.expiresAt())
            .bind("how", how.number())
            .bind("at", at)
            .execute());
  }

  /**
   * Takes a report, if it is about the token that was delivered last.
   *
   * @return false when it is about another one
   */
  public boolean report(
      long cluster, Signal signal, long generation, Fingerprint fingerprint, Instant at) {
    var present =
        database.with((Handle h) ->
            h.createQuery(PRESENT)
                .bind("cluster", cluster)
                .bind("signal", signal.number())
                .bind("generation", generation)
                .bind("fingerprint", fingerprint.hex())
                .map((row, _) -> ClaimColumns.note(row).orElseThrow())
                .findOne());
    present.ifPresent(note -> seen(cluster, signal, note, Pickup.How.REPORT, at));
    return present.isPresent();
  }

  /** A binding whose agents may have put down that they use its token. */
  public record Untold(long cluster, Signal signal) {}

  /** Those bindings of a cluster that are delivered into a directory and were not seen taken up. */
  public List<Untold> untold(String cluster) {
    return database.with((Handle h) ->
        h.createQuery(UNTOLD)
            .bind("name", cluster)
            .map((row, _) -> new Untold(row.getLong("id"), Signal.of(row.getInt("signal"))))
            .list());
  }

  /** Whether a binding's agents use its token: what revocation has to know of the one before. */
  public Pickup of(long cluster, Signal signal) {
    return database.with((Handle h) ->
        h.createQuery(PICKUP)
            .bind("cluster", cluster)
            .bind("signal", signal.number())
            .map((row, _) -> pickup(row))
            .findOne()
            .orElseGet(Pickup.Unknown::new));
  }

  /** Of a binding whose agents never told, nobody waits for them to tell. */
  private static Pickup pickup(ResultSet row) throws SQLException {
    var picked = row.getLong("picked_generation");
    if (picked == 0) {
      return new Pickup.Unknown();
    }
    return picked < row.getLong("generation")
        ? new Pickup.Waiting(instant(row, "issued_at"))
        : new Pickup.Seen(
            picked, instant(row, "picked_at"), Pickup.How.of(row.getInt("picked_how")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .orElseThrow()
        .toInstant();
  }
}
