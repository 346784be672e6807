package dev.cartographer.store;

import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Target;
import dev.cartographer.fleet.Workload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** A cluster as it is enrolled now. */
record EnrolledRow(
    String name,
    String tenant,
    String carrier,
    Identity identity,
    Target target,
    Optional<Workload> workload,
    long version,
    Optional<String> origin,
    boolean leaving) {

  /** The columns that {@link #of} wants, of cluster c and its carrier k. */
  static final String COLUMNS =
      """
      c.name, c.tenant, k.name as carrier, c.identity, c.target, c.workload_issuer,
        c.workload_subject, c.workload_keys, c.version, c.origin,
        c.leaving_since is not null as leaving
      """;

  static EnrolledRow of(ResultSet row, ClusterColumns columns) throws SQLException {
    var place =
        new ClusterColumns.Place(
            row.getString("tenant"), row.getString("name"), row.getLong("version"));
    return new EnrolledRow(
        place.cluster(),
        place.tenant(),
        row.getString("carrier"),
        columns.identity(row.getString("identity"), place),
        columns.target(row.getString("target"), place),
        columns.workload(row, place),
        place.version(),
        Optional.ofNullable(row.getString("origin")),
        row.getBoolean("leaving"));
  }
}
