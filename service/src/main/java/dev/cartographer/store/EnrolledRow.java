package dev.cartographer.store;

import dev.cartographer.fleet.Agents;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Target;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A cluster as it is enrolled now. */
record EnrolledRow(
    String name,
    String tenant,
    String carrier,
    Identity identity,
    Target target,
    Agents agents,
    long version,
    boolean leaving) {

  static EnrolledRow of(ResultSet row, ClusterColumns columns) throws SQLException {
    var place = new ClusterColumns.Place(row.getString(2), row.getString(1), row.getLong(6));
    return new EnrolledRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        columns.identity(row.getString(4), place),
        columns.target(row.getString(5), place),
        ClusterColumns.agents(row.getString(5)),
        row.getLong(6),
        row.getBoolean(7));
  }
}
