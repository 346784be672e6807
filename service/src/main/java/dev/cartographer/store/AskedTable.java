package dev.cartographer.store;

import dev.cartographer.fleet.Signal;
import dev.cartographer.pull.Asked;
import dev.cartographer.pull.Caller;
import dev.cartographer.token.Note;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The bindings whose agents ask for their tokens, as one process sees them. */
public final class AskedTable implements Asked {
  private static final String STANDING =
      """
      select b.generation, b.issued_at, b.expires_at, b.fingerprint, b.next_at,
        coalesce(b.picked_generation, 0) as picked,
        coalesce(b.asked_of = :me, false) and coalesce(b.fault_kind <> 'not_asked', true) as here,
        case when b.fault_kind <> 'not_asked'
          then b.fault_dependency || ' ' || b.fault_kind end as fault
      from binding b where b.cluster_id = :cluster and b.signal = :signal and b.wish < 3
      """;

  /** A try that failed waits for its time, whoever asks; but who was missed has come now. */
  private static final String NEED =
      """
      update binding set asked_of = :me,
        next_at = case when failures = 0 or fault_kind = 'not_asked' then least(next_at, :now)
          else next_at end
      where cluster_id = :cluster and signal = :signal and wish < 3
      """;

  private static final String MOVE =
      """
      update binding set asked_of = :me,
        next_at = case when fault_kind = 'not_asked' then least(next_at, :now) else next_at end
      where cluster_id = :cluster and signal = :signal and wish < 3
      """;

  private final Database database;
  private final AuditTable audit;
  private final UUID me;

  AskedTable(Database database, AuditTable audit, UUID me) {
    this.database = database;
    this.audit = audit;
    this.me = me;
  }

  @Override
  public Optional<Standing> standing(Caller caller, Signal signal) {
    return database.with((Handle h) ->
        h.createQuery(STANDING)
            .bind("me", me)
            .bind("cluster", caller.cluster())
            .bind("signal", signal.number())
            .map((row, _) -> standing(row))
            .findOne());
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        ClaimColumns.note(row),
        row.getLong("picked"),
        row.getBoolean("here"),
        Optional.ofNullable(row.getString("fault")),
        row.getObject("next_at", OffsetDateTime.class).toInstant());
  }

  @Override
  public void need(Caller caller, Signal signal, Instant now) {
    update(NEED, caller, signal, now);
  }

  @Override
  public void move(Caller caller, Signal signal, Instant now) {
    update(MOVE, caller, signal, now);
  }

  private void update(String sql, Caller caller, Signal signal, Instant now) {
    database.with((Handle h) ->
        h.createUpdate(sql)
            .bind("me", me)
            .bind("now", now)
            .bind("cluster", caller.cluster())
            .bind("signal", signal.number())
            .execute());
  }

  @Override
  public void handedOver(Caller caller, Signal signal, Note note, Instant now) {
    audit.write(AuditEvent.handedOver(caller, signal, note, now));
  }
}
