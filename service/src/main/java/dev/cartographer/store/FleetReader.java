package dev.cartographer.store;

import dev.cartographer.view.BindingView;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads the fleet as people see it. Pages hold whole clusters, in the order of their names. */
public final class FleetReader {

  /** The state of a binding b, as {@code BindingState} names it; needs :now. */
  static final String STATE =
      """
      (case when b.generation = 0 then 'pending'
            when b.expires_at <= :now then 'expired'
            when b.failures > 0 then 'failing'
            else 'valid' end)\
      """;

  private static final String FROM =
      """
      from cluster c join carrier k on k.id = c.carrier_id join binding b on b.cluster_id = c.id
      """;

  private static final String NAMES =
      "select distinct c.name " + FROM + " where WHERE order by c.name limit :limit";

  private static final String BINDINGS =
      """
      select c.name, c.tenant, k.name as carrier, k.region, c.enrolled_at, c.leaving_since,
        c.identity->>'kind' as identity, c.target->>'kind' as target,
        c.target->>'namespace' as namespace, b.signal, STATE as state, b.generation, b.issued_at,
        b.expires_at, encode(b.fingerprint, 'hex') as fingerprint, b.next_at, b.failures,
        b.fault_dependency, b.fault_kind, b.fault_detail, b.fault_since, b.picked_generation,
        b.picked_at, b.picked_how, b.picked_expires_at
      """
              .replace("STATE", STATE)
          + FROM
          + " where c.name = any(:names) order by c.name, b.signal";

  private static final String CARRIERS =
      """
      select k.name, k.region, count(distinct b.cluster_id) as clusters,
        count(*) filter (where STATE = 'valid') as valid,
        count(*) filter (where STATE = 'failing') as failing,
        count(*) filter (where STATE = 'expired') as expired,
        count(*) filter (where b.generation = 0) as pending,
        min(b.expires_at) filter (where b.expires_at > :now) as first_dark
      from carrier k left join cluster c on c.carrier_id = k.id
        left join binding b on b.cluster_id = c.id
      group by k.name, k.region order by k.name
      """
          .replace("STATE", STATE);

  private final Database database;

  public FleetReader(Database database) {
    this.database = database;
  }

  public List<CarrierView> carriers(Instant now) {
    return database.with((Handle h) ->
        h.createQuery(CARRIERS).bind("now", now).map((row, _) -> FleetRow.carrier(row)).list());
  }

  /** Clusters of which a binding matches, each with all its bindings. */
  public Page<ClusterView> clusters(FleetFilter filter, Instant now) {
    return database.with((Handle h) -> {
      var names = names(h, filter, now);
      var rows = rows(h, names, now);
      return new Page<>(FleetRow.clusters(rows), cursor(names, filter).orElse(null));
    });
  }

  /** Bindings that match. */
  public Page<BindingView> bindings(FleetFilter filter, Instant now) {
    return database.with((Handle h) -> {
      var names = names(h, filter, now);
      var matching =
          rows(h, names, now).stream()
              .map(FleetRow::binding)
              .filter(b -> filter.signal().map(s -> s.word().equals(b.signal())).orElse(true))
              .filter(b -> filter.state().map(s -> s.word().equals(b.state())).orElse(true))
              .toList();
      return new Page<>(matching, cursor(names, filter).orElse(null));
    });
  }

  public Optional<ClusterView> cluster(String name, Instant now) {
    return clusters(FleetFilter.ALL.ofCluster(name), now).items().stream().findFirst();
  }

  /** Those clusters that were announced by these origins. */
  public List<ClusterView> announced(List<String> origins, Instant now) {
    return database.with((Handle h) -> {
      var names =
          h.createQuery("select name from cluster where origin = any(:origins)")
              .bind("origins", origins.toArray(String[]::new))
              .mapTo(String.class)
              .list();
      return FleetRow.clusters(rows(h, names, now));
    });
  }

  private static List<String> names(Handle h, FleetFilter filter, Instant now) {
    var query = h.createQuery(NAMES.replace("WHERE", filter.where()));
    return filter.bindTo(query).bind("now", now).mapTo(String.class).list();
  }

  private static List<FleetRow> rows(Handle h, List<String> names, Instant now) {
    return h.createQuery(BINDINGS)
        .bind("names", names.toArray(String[]::new))
        .bind("now", now)
        .map((row, _) -> FleetRow.of(row))
        .list();
  }

  private static Optional<String> cursor(List<String> names, FleetFilter filter) {
    return names.size() < filter.limit() ? Optional.empty() : Optional.of(names.getLast());
  }
}
