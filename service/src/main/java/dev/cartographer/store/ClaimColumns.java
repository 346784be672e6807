package dev.cartographer.store;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.Lane;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** What a claim's row says. */
final class ClaimColumns {
  private final ClusterColumns cluster;

  ClaimColumns(ClusterColumns cluster) {
    this.cluster = cluster;
  }

  static Backlog backlog(ResultSet row) throws SQLException {
    return new Backlog(
        new Lane(new Name(row.getString("name")), Signal.of(row.getInt("signal"))),
        row.getInt("fresh"),
        row.getInt("retry"),
        row.getInt("dark"),
        row.getInt("due") - row.getInt("dark"));
  }

  Claim claim(ResultSet row) throws SQLException {
    return new Claim(
        new Binding(cluster(row), Signal.of(row.getInt("signal"))),
        row.getLong("fence"),
        note(row),
        Wish.of(row.getInt("wish")),
        row.getInt("failures"),
        Duration.ofMillis(row.getLong("backoff_ms")),
        Optional.ofNullable(row.getString("fault_dependency"))
            .map(word -> Dependency.valueOf(word.toUpperCase(Locale.ROOT))));
  }

  private Cluster cluster(ResultSet row) throws SQLException {
    var place =
        new ClusterColumns.Place(
            row.getString("tenant"), row.getString("name"), row.getLong("version"));
    return new Cluster(
        row.getLong("cluster_id"),
        new Name(place.cluster()),
        new Name(place.tenant()),
        new Carrier(new Name(row.getString("carrier")), new Name(row.getString("region"))),
        cluster.identity(row.getString("identity"), place),
        cluster.target(row.getString("target"), place),
        place.version());
  }

  private static Optional<Note> note(ResultSet row) throws SQLException {
    var generation = row.getLong("generation");
    if (generation == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Note(
            generation,
            row.getObject("issued_at", OffsetDateTime.class).toInstant(),
            row.getObject("expires_at", OffsetDateTime.class).toInstant(),
            new Fingerprint(HexFormat.of().formatHex(row.getBytes("fingerprint")))));
  }
}
