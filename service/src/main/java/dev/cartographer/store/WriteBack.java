package dev.cartographer.store;

import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.token.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes outcomes back under their fence, many in one transaction. */
final class WriteBack implements AutoCloseable {

  // A wish that came while the claim was out stands, and is due at once.
  private static final String WELL =
      """
      update binding b set
        generation = v.generation, issued_at = v.issued::timestamptz,
        expires_at = v.expires::timestamptz, fingerprint = decode(v.fingerprint, 'hex'),
        failures = 0, backoff_ms = 0, fault_dependency = null, fault_kind = null,
        fault_detail = null, fault_since = null, leased_until = null,
        next_at = case when b.wish = v.wish then v.next else v.now end::timestamptz,
        wish = case when b.wish = v.wish then 0 else b.wish end
      from unnest(:ids, :signals, :fences, :wishes, :nows, :nexts, :generations, :issued, :expires,
          :fingerprints)
        v (id, signal, fence, wish, now, next, generation, issued, expires, fingerprint)
      where b.cluster_id = v.id and b.signal = v.signal and b.fence = v.fence
      returning b.cluster_id, b.signal, b.fence
      """;

  private static final String FAILED =
      """
      update binding b set
        failures = b.failures + 1, backoff_ms = v.backoff, fault_dependency = v.dependency,
        fault_kind = v.kind, fault_detail = v.detail,
        fault_since = coalesce(b.fault_since, v.now::timestamptz), leased_until = null,
        next_at = case when b.wish = v.wish then v.next else v.now end::timestamptz
      from unnest(:ids, :signals, :fences, :wishes, :nows, :nexts, :backoffs, :dependencies, :kinds,
          :details)
        v (id, signal, fence, wish, now, next, backoff, dependency, kind, detail)
      where b.cluster_id = v.id and b.signal = v.signal and b.fence = v.fence
      returning b.cluster_id, b.signal, b.fence
      """;

  // What is due stays so, and so keeps its place in every index.
  private static final String WAITS =
      """
      update binding b set leased_until = null,
        next_at = case when b.wish = v.wish and v.next::timestamptz > v.now::timestamptz then v.next::timestamptz
          else b.next_at end
      from unnest(:ids, :signals, :fences, :wishes, :nows, :nexts)
        v (id, signal, fence, wish, now, next)
      where b.cluster_id = v.id and b.signal = v.signal and b.fence = v.fence
      returning b.cluster_id, b.signal, b.fence
      """;

  record Line(Claim claim, RotationOutcome outcome, Instant now) {
    private Key key() {
      var binding = claim.binding();
      return new Key(binding.cluster().id(), binding.signal().number(), claim.fence());
    }
  }

  /** A binding under one fence: a late outcome may share its batch with the one that outran it. */
  private record Key(long cluster, int signal, long fence) {}

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

  /** In the order of keys, so that two processes seldom wait for each other's rows. */
  List<Boolean> writeAll(List<Line> lines) {
    var sorted =
        lines.stream().sorted(Comparator.comparingLong(l -> l.claim.binding().id())).toList();
    var written =
        database.inTransaction((Handle h) -> {
          var keys = new HashSet<Key>();
          keys.addAll(well(h, sorted));
          keys.addAll(failed(h, sorted));
          keys.addAll(waits(h, sorted));
          var stood = sorted.stream().filter(line -> keys.contains(line.key())).toList();
          RunwayLedger.recorded(h, stood);
          AuditTable.insert(h, events(stood));
          return keys;
        });
    return lines.stream().map(line -> written.contains(line.key())).toList();
  }

  private static List<Key> well(Handle h, List<Line> lines) {
    var well = new ArrayList<Line>();
    var notes = new ArrayList<Note>();
    for (var line : lines) {
      switch (line.outcome) {
        case Rotated(var note, var _, var _, var _) -> add(well, line, notes, note);
        case Fresh(var note, var _, var _) -> add(well, line, notes, note);
        case Failed _, Waits _ -> {}
      }
    }
    var columns =
        columns(well)
            .longs("generations", notes, Note::generation)
            .texts("issued", notes, note -> note.issuedAt().toString())
            .texts("expires", notes, note -> note.expiresAt().toString())
            .texts("fingerprints", notes, note -> note.fingerprint().hex());
    return update(h, WELL, well, columns);
  }

  private static List<Key> failed(Handle h, List<Line> lines) {
    var failed = new ArrayList<Line>();
    var outcomes = new ArrayList<Failed>();
    for (var line : lines) {
      switch (line.outcome) {
        case Failed outcome -> add(failed, line, outcomes, outcome);
        case Rotated _, Fresh _, Waits _ -> {}
      }
    }
    var columns =
        columns(failed)
            .ints("backoffs", outcomes, o -> Math.toIntExact(o.backoff().toMillis()))
            .texts("dependencies", outcomes, o -> o.fault().dependency().word())
            .texts("kinds", outcomes, o -> o.fault().kind().word())
            .texts("details", outcomes, o -> o.fault().detail());
    return update(h, FAILED, failed, columns);
  }

  private static List<Key> waits(Handle h, List<Line> lines) {
    var waiting = lines.stream().filter(l -> l.outcome instanceof Waits).toList();
    return update(h, WAITS, waiting, columns(waiting));
  }

  /** Which binding is meant, under which fence, and when it is due. */
  private static Columns columns(List<Line> lines) {
    return new Columns()
        .longs("ids", lines, l -> l.key().cluster)
        .ints("signals", lines, l -> l.key().signal)
        .longs("fences", lines, l -> l.key().fence)
        .ints("wishes", lines, l -> l.claim.wish().number())
        .texts("nows", lines, l -> l.now.toString())
        .texts("nexts", lines, l -> l.outcome.nextAt().toString());
  }

  /** Those that were changed. */
  private static List<Key> update(Handle h, String sql, List<Line> lines, Columns columns) {
    return lines.isEmpty()
        ? List.of()
        : columns
            .bindTo(h.createQuery(sql))
            .map((row, _) -> new Key(row.getLong(1), row.getInt(2), row.getLong(3)))
            .list();
  }

  private static <T> void add(List<Line> lines, Line line, List<T> values, T value) {
    lines.add(line);
    values.add(value);
  }

  /** What the trail is told: deliveries, and where an outcome changed. */
  private static List<AuditEvent> events(List<Line> written) {
    return written.stream().flatMap(line -> events(line).stream()).toList();
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
      case Fresh _, Failed _, Waits _ -> List.of();
    };
  }

  @Override
  public void close() {
    commits.close();
  }
}
