package dev.cartographer.store;

import dev.cartographer.fault.Fault;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.token.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes outcomes back under their fence, many in one transaction. */
final class WriteBack implements AutoCloseable {

  // A wish that came while the claim was out stands, and is due at once.
  private static final String WELL =
      """
      update binding set
        generation = :generation, issued_at = :issued, expires_at = :expires,
        fingerprint = :fingerprint, failures = 0, backoff_ms = 0, fault_dependency = null,
        fault_kind = null, fault_detail = null, fault_since = null,
        next_at = case when wish = :wish then :next::timestamptz else :now::timestamptz end,
        wish = case when wish = :wish then 0 else wish end
      where id = :id and fence = :fence
      """;

  private static final String FAILED =
      """
      update binding set
        failures = failures + 1, backoff_ms = :backoff, fault_dependency = :dependency,
        fault_kind = :kind, fault_detail = :detail, fault_since = coalesce(fault_since, :now),
        next_at = case when wish = :wish then :next::timestamptz else :now::timestamptz end
      where id = :id and fence = :fence
      """;

  record Line(Claim claim, RotationOutcome outcome, Instant now) {}

  private final Database database;
  private final GroupCommit<Line, Boolean> commits;

  WriteBack(Database database) {
    this.database = database;
    this.commits = new GroupCommit<>("write back", this::writeAll);
  }

  /** Whether the line was written; false when its fence has fallen. */
  boolean write(Line line) {
    return commits.write(line);
  }

  private List<Boolean> writeAll(List<Line> lines) {
    return database.inTransaction((Handle h) -> {
      var written = new Boolean[lines.size()];
      update(h, WELL, lines, written, this::bindWell);
      update(h, FAILED, lines, written, this::bindFailed);
      RunwayLedger.recorded(
          h,
          IntStream.range(0, written.length).filter(i -> written[i]).mapToObj(lines::get).toList());
      AuditTable.insert(h, events(lines, written));
      return List.of(written);
    });
  }

  /** Binds a line to a statement, or says that it belongs to the other one. */
  private interface Binder {
    boolean bind(PreparedBatch batch, Line line);
  }

  private static void update(
      Handle h, String sql, List<Line> lines, Boolean[] written, Binder binder) {
    var batch = h.prepareBatch(sql);
    var bound = new ArrayList<Integer>();
    for (var i = 0; i < lines.size(); i++) {
      if (binder.bind(batch, lines.get(i))) {
        bound.add(i);
        bindClaim(batch, lines.get(i)).add();
      }
    }
    var counts = bound.isEmpty() ? new int[0] : batch.execute();
    IntStream.range(0, counts.length).forEach(i -> written[bound.get(i)] = counts[i] == 1);
  }

  private boolean bindWell(PreparedBatch batch, Line line) {
    return switch (line.outcome) {
      case Rotated(var note, var _, var _, var _) -> bindNote(batch, note);
      case Fresh(var note, var _, var _) -> bindNote(batch, note);
      case Failed _ -> false;
    };
  }

  private boolean bindFailed(PreparedBatch batch, Line line) {
    return switch (line.outcome) {
      case Rotated _, Fresh _ -> false;
      case Failed(var fault, var backoff, var _, var _) -> bindFault(batch, fault, backoff);
    };
  }

  private static boolean bindNote(PreparedBatch batch, Note note) {
    batch
        .bind("generation", note.generation())
        .bind("issued", note.issuedAt())
        .bind("expires", note.expiresAt())
        .bind("fingerprint", note.fingerprint().hex());
    return true;
  }

  private static boolean bindFault(PreparedBatch batch, Fault fault, Duration backoff) {
    batch
        .bind("backoff", backoff.toMillis())
        .bind("dependency", fault.dependency().word())
        .bind("kind", fault.kind().word())
        .bind("detail", fault.detail());
    return true;
  }

  private static PreparedBatch bindClaim(PreparedBatch batch, Line line) {
    return batch
        .bind("id", line.claim.binding().id())
        .bind("fence", line.claim.fence())
        .bind("wish", line.claim.wish().number())
        .bind("next", line.outcome.nextAt())
        .bind("now", line.now);
  }

  /** What the trail is told: deliveries, and where an outcome changed. */
  private static List<AuditEvent> events(List<Line> lines, Boolean[] written) {
    var events = new ArrayList<AuditEvent>();
    for (var i = 0; i < lines.size(); i++) {
      if (written[i]) {
        events.addAll(events(lines.get(i)));
      }
    }
    return events;
  }

  private static List<AuditEvent> events(Line line) {
    var claim = line.claim;
    var failing = claim.failures() > 0;
    return switch (line.outcome) {
      case Rotated(var note, var reason, var _, var _) ->
          List.of(AuditEvent.delivered(claim, note, reason, line.now));
      case Fresh _ when failing -> List.of(AuditEvent.recovered(claim, line.now));
      case Failed(var fault, var _, var _, var _) when !failing ->
          List.of(AuditEvent.failed(claim, fault, line.now));
      case Fresh _, Failed _ -> List.of();
    };
  }

  @Override
  public void close() {
    commits.close();
  }
}
