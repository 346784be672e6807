package dev.cartographer.store;

import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Signal;
import dev.cartographer.token.Pickup.How;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.FaultView;
import dev.cartographer.view.PickupView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One row of cluster and binding, on its way to what people see. */
record FleetRow(
    BindingView binding,
    String identity,
    String target,
    Instant enrolledAt,
    @Nullable Instant leavingSince) {

  static FleetRow of(ResultSet row) throws SQLException {
    var namespace = row.getString("namespace");
    return new FleetRow(
        binding(row),
        row.getString("identity"),
        namespace == null ? row.getString("target") : "namespace " + namespace,
        row.getObject("enrolled_at", OffsetDateTime.class).toInstant(),
        instant(row, "leaving_since"));
  }

  /** Rows in the order of clusters, gathered into clusters. */
  static List<ClusterView> clusters(List<FleetRow> rows) {
    var byCluster = new LinkedHashMap<String, List<FleetRow>>();
    rows.forEach(
        r -> byCluster.computeIfAbsent(r.binding.cluster(), _ -> new ArrayList<>()).add(r));
    return byCluster.values().stream().map(FleetRow::cluster).toList();
  }

  private static ClusterView cluster(List<FleetRow> rows) {
    var first = rows.getFirst();
    return new ClusterView(
        first.binding.cluster(),
        first.binding.tenant(),
        first.binding.carrier(),
        first.binding.region(),
        first.identity,
        first.target,
        first.enrolledAt,
        first.leavingSince,
        rows.stream().map(FleetRow::binding).toList());
  }

  static CarrierView carrier(ResultSet row) throws SQLException {
    return new CarrierView(
        row.getString("name"),
        row.getString("region"),
        row.getLong("clusters"),
        row.getLong("valid"),
        row.getLong("failing"),
        row.getLong("expired"),
        row.getLong("pending"),
        instant(row, "first_dark"));
  }

  private static BindingView binding(ResultSet row) throws SQLException {
    return new BindingView(
        row.getString("name"),
        row.getString("tenant"),
        row.getString("carrier"),
        row.getString("region"),
        Signal.of(row.getInt("signal")).word(),
        row.getString("state"),
        row.getLong("generation"),
        instant(row, "issued_at"),
        instant(row, "expires_at"),
        row.getString("fingerprint"),
        instant(row, "next_at"),
        fault(row),
        pickup(row));
  }

  /** Agents that ask tell by asking; others have told at least once, or never will. */
  private static @Nullable PickupView pickup(ResultSet row) throws SQLException {
    var generation = row.getLong("generation");
    var picked = row.getLong("picked_generation");
    var tells = picked > 0 || "pull".equals(row.getString("target"));
    if (generation == 0 || !tells) {
      return null;
    }
    return new PickupView(
        picked >= generation,
        picked,
        instant(row, "picked_at"),
        picked == 0 ? null : How.of(row.getInt("picked_how")).word(),
        instant(row, "picked_expires_at"));
  }

  private static @Nullable FaultView fault(ResultSet row) throws SQLException {
    var kind = row.getString("fault_kind");
    var since = instant(row, "fault_since");
    if (kind == null || since == null) {
      return null;
    }
    return new FaultView(
        row.getString("fault_dependency"),
        kind,
        FaultKind.valueOf(kind.toUpperCase(Locale.ROOT)).code(),
        row.getString("fault_detail"),
        since,
        row.getInt("failures"),
        instant(row, "next_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
