package dev.cartographer.store;

import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Workload;
import dev.cartographer.pull.Caller;
import dev.cartographer.pull.Workloads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which workload speaks for which cluster. */
public final class WorkloadTable implements Workloads {
  private static final String FIND =
      """
      select c.id, c.name, c.tenant, c.version, c.target->>'kind' as target, c.workload_issuer,
        c.workload_subject, c.workload_keys
      from cluster c
      where c.workload_issuer = :issuer and c.workload_subject = :subject
        and c.leaving_since is null
      """;

  private static final String OTHERS =
      """
      select c.name from unnest(:issuers, :subjects) v (issuer, subject)
        join cluster c on c.workload_issuer = v.issuer and c.workload_subject = v.subject
      where not c.name = any(:names) order by c.name limit 1
      """;

  private final Database database;
  private final ClusterColumns columns;

  WorkloadTable(Database database, ClusterColumns columns) {
    this.database = database;
    this.columns = columns;
  }

  @Override
  public Optional<Known> find(String issuer, String subject) {
    return database.with((Handle h) ->
        h.createQuery(FIND)
            .bind("issuer", issuer)
            .bind("subject", subject)
            .map((row, _) -> known(row))
            .findOne());
  }

  private Known known(ResultSet row) throws SQLException {
    var place =
        new ClusterColumns.Place(
            row.getString("tenant"), row.getString("name"), row.getLong("version"));
    var workload = columns.workload(row, place).orElseThrow();
    return new Known(
        new Caller(
            row.getLong("id"),
            new Name(place.cluster()),
            place.version(),
            row.getString("target").equals("pull"),
            workload.subject()),
        workload);
  }

  /**
   * Checks that no workload is to speak for two clusters.
   *
   * @throws EnrolmentRefused when one is; whoever wrote the enrolment is at fault
   */
  static void checkApart(Handle h, List<Enrolment> clusters) {
    var seen = new HashMap<Workload, Name>();
    for (var cluster : clusters) {
      if (cluster.workload().isPresent()) {
        var workload = cluster.workload().get().withKeys(Optional.empty());
        var other = seen.putIfAbsent(workload, cluster.name());
        if (other != null) {
          throw twice(other.text(), cluster.name().text());
        }
      }
    }
    var workloads = List.copyOf(seen.keySet());
    if (!workloads.isEmpty()) {
      new Columns()
          .texts("issuers", workloads, Workload::issuer)
          .texts("subjects", workloads, Workload::subject)
          .texts("names", clusters, c -> c.name().text())
          .bindTo(h.createQuery(OTHERS))
          .mapTo(String.class)
          .findOne()
          .ifPresent(other -> {
            throw twice(other, "another cluster");
          });
    }
  }

  private static EnrolmentRefused twice(String one, String other) {
    return new EnrolmentRefused(
        "one workload would speak for "
            + one
            + " and for "
            + other
            + "; each cluster needs an issuer or a subject of its own");
  }
}
