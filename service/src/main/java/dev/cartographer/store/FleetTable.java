package dev.cartographer.store;

import static java.util.stream.Collectors.toMap;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.Sealing;
import dev.cartographer.store.AuditEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of carriers and clusters: who is enrolled, and with what. */
public final class FleetTable {
  private final Database database;
  private final ClusterColumns columns;
  private final EnrolmentDiff diff;

  public FleetTable(Database database, Sealing sealing) {
    this.database = database;
    this.columns = new ClusterColumns(sealing);
    this.diff = new EnrolmentDiff(sealing);
  }

  /**
   * Brings the fleet to what is asked: creates what is missing, changes what differs, leaves the
   * rest alone. One transaction: all of it or none. A new or changed binding is due at once.
   *
   * @param dryRun tells what would be done and does nothing
   * @param actor for the audit trail
   * @throws EnrolmentRefused when a cluster would change hands or names an unknown carrier; whoever
   *     wrote the enrolment is at fault
   */
  public Enrolled enrol(
      List<Carrier> carriers, List<Enrolment> clusters, boolean dryRun, String actor, Instant now) {
    return enrol(carriers, clusters, dryRun, new Request(actor, Optional.empty(), now));
  }

  /**
   * Enrols a cluster that announces itself, in the same way. Nobody else may change it.
   *
   * @param origin what announces it
   * @throws EnrolmentRefused as {@link #enrol} does, or when something else has the name
   */
  public Enrolled announced(Enrolment cluster, String origin, Instant now) {
    var request = new Request(origin, Optional.of(origin), now);
    return enrol(List.of(cluster.carrier()), List.of(cluster), false, request);
  }

  /** Who asks for an enrolment, and when. */
  private record Request(String actor, Optional<String> origin, Instant now) {}

  private Enrolled enrol(
      List<Carrier> carriers, List<Enrolment> clusters, boolean dryRun, Request request) {
    return database.inTransaction((Handle h) -> {
      var result = plan(h, carriers, clusters, request);
      if (!dryRun) {
        CarrierTable.add(h, carriers);
        create(h, result, request);
        change(h, result, request.actor, request.now);
      }
      return result;
    });
  }

  private Enrolled plan(
      Handle h, List<Carrier> carriers, List<Enrolment> clusters, Request request) {
    var known = CarrierTable.known(h, carriers);
    var present = present(h, clusters);
    WorkloadTable.checkApart(h, clusters);
    var created = new ArrayList<Enrolment>();
    var changed = new ArrayList<Enrolled.Change>();
    for (var wanted : clusters) {
      if (!known.containsKey(wanted.carrier().name())) {
        throw new EnrolmentRefused(
            "cluster "
                + wanted.name()
                + " names a carrier that is not enrolled: "
                + wanted.carrier().name());
      }
      var row = present.get(wanted.name().text());
      if (row == null) {
        created.add(wanted);
      } else {
        diff.between(row, wanted, request.origin).ifPresent(changed::add);
      }
    }
    return new Enrolled(created, changed, clusters.size() - created.size() - changed.size());
  }

  private Map<String, EnrolledRow> present(Handle h, List<Enrolment> clusters) {
    var names = clusters.stream().map(c -> c.name().text()).toArray(String[]::new);
    return h.createQuery(
            "select "
                + EnrolledRow.COLUMNS
                + """
                from cluster c join carrier k on k.id = c.carrier_id
                where c.name = any(:names) for update of c
                """)
        .bind("names", names)
        .map((row, _) -> EnrolledRow.of(row, columns))
        .collect(toMap(EnrolledRow::name, r -> r));
  }

  private void create(Handle h, Enrolled result, Request request) {
    if (result.created().isEmpty()) {
      return;
    }
    var clusters =
        h.prepareBatch(
            """
            insert into cluster (name, tenant, carrier_id, identity, target, workload_issuer,
              workload_subject, workload_keys, version, origin, enrolled_at)
            values (:name, :tenant, (select id from carrier where name = :carrier),
              :identity::jsonb, :target::jsonb, :issuer, :subject, :keys::jsonb, 1, :origin, :now)
            """);
    for (var c : result.created()) {
      bind(clusters, c, 1)
          .bind("origin", request.origin.orElse(null))
          .bind("now", request.now)
          .add();
    }
    clusters.execute();
    addBindings(h, result.created(), request.now);
    RunwayLedger.enrolled(h, result.created());
    AuditTable.insert(
        h,
        result.created().stream()
            .map(c ->
                AuditEvent.byCaller(
                    request.now, Kind.ENROLLED, c.name().text(), null, request.actor, "new"))
            .toList());
  }

  /**
   * Every cluster is its tenant's n-th, so that tenants can be served in turn. The tenants' rows
   * are taken in the order of names: two enrolments never wait for each other's.
   */
  private static void addBindings(Handle h, List<Enrolment> created, Instant now) {
    h.createUpdate(
            """
            with made as (
              select id, tenant, carrier_id, row_number() over (partition by tenant order by id) as n
              from cluster where name = any(:names)),
            counted as (
              insert into tenant (name, clusters)
              select tenant, count(*) from made group by tenant order by tenant
              on conflict (name) do update set clusters = tenant.clusters + excluded.clusters
              returning name, clusters)
            insert into binding (cluster_id, signal, region_id, turn, next_at)
            select m.id, s.signal, r.id,
              t.clusters - count(*) over (partition by m.tenant, s.signal) + m.n, :now
            from made m
              join counted t on t.name = m.tenant
              join carrier k on k.id = m.carrier_id
              join region r on r.name = k.region
              cross join unnest(:signals) as s(signal)
            """)
        .bind("now", now)
        .bind(
            "signals",
            Arrays.stream(Signal.values()).map(s -> (long) s.number()).toArray(Long[]::new))
        .bind("names", created.stream().map(c -> c.name().text()).toArray(String[]::new))
        .execute();
  }

  private void change(Handle h, Enrolled result, String actor, Instant now) {
    if (result.changed().isEmpty()) {
      return;
    }
    var clusters =
        h.prepareBatch(
            """
            update cluster set carrier_id = (select id from carrier where name = :carrier),
              tenant = :tenant, identity = :identity::jsonb, target = :target::jsonb,
              workload_issuer = :issuer, workload_subject = :subject,
              workload_keys = :keys::jsonb, version = :version
            where name = :name
            """);
    // A claim that is out works with the old enrolment: its fence falls, its outcome is refused.
    var bindings =
        h.prepareBatch(
            """
            update binding b set wish = 2, next_at = :now, fence = fence + 1, backoff_ms = 0,
              region_id = r.id
            from cluster c, carrier k, region r
            where c.name = :name and b.cluster_id = c.id and k.id = c.carrier_id
              and r.name = k.region
            """);
    for (var change : result.changed()) {
      bind(clusters, change.wanted(), change.version()).add();
      if (change.renews()) {
        bindings.bind("now", now).bind("name", change.wanted().name().text()).add();
      }
    }
    RunwayLedger.moving(h, result.changed());
    clusters.execute();
    if (bindings.size() > 0) {
      bindings.execute();
    }
    AuditTable.insert(
        h,
        result.changed().stream()
            .map(c ->
                AuditEvent.byCaller(
                    now, Kind.CHANGED, c.wanted().name().text(), null, actor, c.what()))
            .toList());
  }

  private PreparedBatch bind(PreparedBatch batch, Enrolment cluster, long version) {
    var place = new ClusterColumns.Place(cluster.tenant().text(), cluster.name().text(), version);
    return batch
        .bind("name", cluster.name().text())
        .bind("tenant", cluster.tenant().text())
        .bind("carrier", cluster.carrier().name().text())
        .bind("identity", columns.identity(cluster.identity(), place))
        .bind("target", columns.target(cluster.target(), place))
        .bind("issuer", cluster.workload().map(Workload::issuer).orElse(null))
        .bind("subject", cluster.workload().map(Workload::subject).orElse(null))
        .bind("keys", columns.keys(cluster.workload(), place))
        .bind("version", version);
  }
}
