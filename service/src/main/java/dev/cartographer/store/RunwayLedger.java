package dev.cartographer.store;

import dev.cartographer.fleet.Enrolment;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.token.Note;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Keeps count of how many bindings end when. Whoever changes what a binding holds, where it belongs
 * or whether it fails enters that here, in the same transaction; the counts are never behind.
 *
 * <p>An entry is one row of its own and waits for nobody. {@link RunwayFold} adds it to the counts.
 */
final class RunwayLedger {

  /** How binding b stands, as the number of a {@link Standing}. */
  static final String STANDING =
      """
      (case when b.expires_at is null then 0 when b.failures = 0 then 1
        when b.fault_dependency = 'cluster'
          or b.fault_kind in ('identity_rejected', 'not_entitled') then 3
        else 2 end)\
      """;

  /** Ends are counted by the ten seconds they fall into, told as the first of them: never late. */
  private static final String GRID =
      "coalesce(to_timestamp(floor(extract(epoch from %s) / 10) * 10), '-infinity')";

  /** The ten seconds in which the token of binding b ends. */
  static final String ENDS = GRID.formatted("b.expires_at");

  /** Sums the rows of a query that is put in its place, and enters them unless all cancel out. */
  static final String ENTER =
      """
      insert into runway_change (carriers, signals, standings, ends, deltas)
      select array_agg(carrier_id), array_agg(signal), array_agg(standing), array_agg(ends_at),
        array_agg(delta)
      from (
        select carrier_id, signal, standing, ends_at, sum(delta) as delta from (ROWS) r
        group by carrier_id, signal, standing, ends_at having sum(delta) <> 0) s
      having count(*) > 0
      """;

  // The carrier is the cluster's of this moment: it can't move before this commit, since that
  // takes the rows of its bindings.
  private static final String RECORDED =
      ENTER.replace(
          "ROWS",
          """
          select c.carrier_id, v.signal, v.standing, ENDS as ends_at, v.delta
          from unnest(:clusters, :signals, :standings, :ends, :deltas)
            as v (cluster_id, signal, standing, expires_at, delta)
          join cluster c on c.id = v.cluster_id
          """
              .replace("ENDS", GRID.formatted("v.expires_at::timestamptz")));

  private static final String ENROLLED =
      ENTER.replace(
          "ROWS",
          """
          select c.carrier_id, b.signal, STANDING as standing, ENDS as ends_at, 1 as delta
          from cluster c join binding b on b.cluster_id = c.id where c.name = any(:names)
          """
              .replace("STANDING", STANDING)
              .replace("ENDS", ENDS));

  private static final String MOVED =
      ENTER.replace(
          "ROWS",
          """
          with held as (
            select c.carrier_id as left_id, k.id as joined_id, b.signal, STANDING as standing,
              ENDS as ends_at
            from unnest(:names, :carriers) as v (name, carrier)
              join cluster c on c.name = v.name
              join carrier k on k.name = v.carrier
              join binding b on b.cluster_id = c.id
            where c.carrier_id <> k.id
            order by b.cluster_id, b.signal for update of b)
          select m.carrier_id, h.signal, h.standing, h.ends_at, m.delta
          from held h, lateral (values (h.left_id, -1), (h.joined_id, 1)) as m (carrier_id, delta)
          """
              .replace("STANDING", STANDING)
              .replace("ENDS", ENDS));

  private static final String REMOVED =
      ENTER.replace(
          "ROWS",
          """
          with held as (
            select c.carrier_id, b.signal, STANDING as standing, ENDS as ends_at
            from cluster c join binding b on b.cluster_id = c.id
            where c.name = :name order by b.signal for update of b)
          select carrier_id, signal, standing, ends_at, -1 as delta from held
          """
              .replace("STANDING", STANDING)
              .replace("ENDS", ENDS));

  private RunwayLedger() {}

  /** One binding more, or one less, that stands so and whose token ends then. */
  private record Entry(Claim claim, Standing standing, Optional<Instant> end, int delta) {}

  /**
   * Enters outcomes that were written. What a binding held before is what its claim carried: nobody
   * else has changed it, or the fence would have fallen.
   *
   * @param written only lines whose fence stood
   */
  static void recorded(Handle h, List<WriteBack.Line> written) {
    var entries = written.stream().flatMap(RunwayLedger::entries).toList();
    if (entries.isEmpty()) {
      return;
    }
    new Columns()
        .longs("clusters", entries, e -> e.claim.binding().cluster().id())
        .ints("signals", entries, e -> e.claim.binding().signal().number())
        .ints("standings", entries, e -> e.standing.number())
        .texts("ends", entries, e -> e.end.map(Instant::toString).orElse(null))
        .ints("deltas", entries, Entry::delta)
        .bindTo(h.createUpdate(RECORDED))
        .execute();
  }

  private static Stream<Entry> entries(WriteBack.Line line) {
    var claim = line.claim();
    return switch (line.outcome()) {
      case Rotated(var note, var _, var _, var _) -> renewed(claim, note);
      case Fresh(var note, var _, var _) -> renewed(claim, note);
      case Failed(var fault, var _, var _, var _)
          when Standing.of(claim) != Standing.of(claim, fault) ->
          change(claim, Standing.of(claim, fault), claim.recorded());
      case Gone _ -> Stream.of(before(claim));
      case Failed _, Waits _ -> Stream.of();
    };
  }

  private static Stream<Entry> renewed(Claim claim, Note note) {
    return change(claim, Standing.WELL, Optional.of(note));
  }

  private static Stream<Entry> change(Claim claim, Standing standing, Optional<Note> note) {
    return Stream.of(before(claim), new Entry(claim, standing, note.map(Note::expiresAt), 1));
  }

  private static Entry before(Claim claim) {
    return new Entry(claim, Standing.of(claim), claim.recorded().map(Note::expiresAt), -1);
  }

  /** Enters the bindings of new clusters. */
  static void enrolled(Handle h, List<Enrolment> created) {
    new Columns()
        .texts("names", created, c -> c.name().text())
        .bindTo(h.createUpdate(ENROLLED))
        .execute();
  }

  /**
   * Enters the moves of clusters to other carriers, before they are made. From here to the commit
   * nobody else changes their bindings.
   */
  static void moving(Handle h, List<Enrolled.Change> changes) {
    var wanted = changes.stream().map(Enrolled.Change::wanted).toList();
    new Columns()
        .texts("names", wanted, c -> c.name().text())
        .texts("carriers", wanted, c -> c.carrier().name().text())
        .bindTo(h.createUpdate(MOVED))
        .execute();
  }

  /** Enters the end of a cluster's bindings, before they are deleted in the same transaction. */
  static void removing(Handle h, String cluster) {
    h.createUpdate(REMOVED).bind("name", cluster).execute();
  }
}
