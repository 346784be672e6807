package dev.cartographer.store;

import dev.cartographer.fleet.Signal;
import dev.cartographer.store.AuditEvent.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Puts bindings at the head of the queue because a person wants new tokens. */
public final class RotationRequests {
  private static final String CLUSTER = "c.name = :name";
  private static final String CARRIER = "k.name = :name";
  private static final String REQUEST =
      """
      update binding b set wish = greatest(wish, 1), next_at = :now, backoff_ms = 0
      from cluster c, carrier k
      where c.id = b.cluster_id and k.id = c.carrier_id and WHICH
        and (:signal::int is null or b.signal = :signal)
      returning c.name
      """;

  private final Database database;

  public RotationRequests(Database database) {
    this.database = database;
  }

  /** How many bindings of this cluster were put at the head; 0 when there is no such cluster. */
  public long ofCluster(String name, Optional<Signal> signal, String actor, Instant now) {
    return request(CLUSTER, name, signal, actor, now);
  }

  /** How many bindings of this carrier were put at the head; 0 when there is no such carrier. */
  public long ofCarrier(String name, Optional<Signal> signal, String actor, Instant now) {
    return request(CARRIER, name, signal, actor, now);
  }

  private long request(
      String which, String name, Optional<Signal> signal, String actor, Instant now) {
    return database.inTransaction((Handle h) -> {
      var clusters =
          h.createQuery(REQUEST.replace("WHICH", which))
              .bind("now", now)
              .bind("name", name)
              .bind("signal", signal.map(Signal::number).orElse(null))
              .mapTo(String.class)
              .list();
      AuditTable.insert(h, events(clusters, signal, actor, now));
      return (long) clusters.size();
    });
  }

  private static List<AuditEvent> events(
      List<String> clusters, Optional<Signal> signal, String actor, Instant now) {
    var word = signal.map(Signal::word).orElse(null);
    return clusters.stream()
        .distinct()
        .map(c -> AuditEvent.byCaller(now, Kind.ROTATION_REQUESTED, c, word, actor, "by hand"))
        .toList();
  }
}
