package dev.cartographer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.testing.Claiming;
import dev.cartographer.testing.RealPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static final String FLEET_OF_THE_FIRST_VERSION =
      """
      insert into carrier (name, region) values ('dal10-carrier1', 'us-south'), ('fra02', 'eu-de');
      insert into cluster (name, tenant, carrier_id, identity, target, version, enrolled_at)
      select 'acme-' || i, 'acme', 1 + i % 2, '{"kind": "api-key", "secret": {"file": "k"}}',
        '{"kind": "files"}', 1, '2026-01-01T00:00:00Z' from generate_series(1, 4) i;
      insert into binding (cluster_id, signal, next_at, fence, generation, issued_at, expires_at,
        fingerprint, failures, backoff_ms, fault_dependency, fault_kind, fault_detail, fault_since)
      select c.id, s, '2026-01-01T11:00:00Z', 41, 9, '2026-01-01T10:50:00Z', '2026-01-01T13:00:00Z',
        '0123456789abcdef01234567', s, 3000 * s, case when s = 1 then 'iam' end,
        case when s = 1 then 'timeout' end, case when s = 1 then 'no answer' end,
        case when s = 1 then '2026-01-01T11:50:00Z'::timestamptz end
      from cluster c, generate_series(0, 1) s;
      """;

  @TempDir private Path directory;

  @Test
  void aFleetOfTheFirstVersionGoesOnWhereItWas() throws Exception {
    var url = RealPostgres.newUrl();
    var server = RealPostgres.server();
    var password = server.password().reveal();
    Flyway.configure()
        .dataSource(url, server.username(), password)
        .locations("classpath:db/migration")
        .target("1")
        .load()
        .migrate();
    try (var connection = DriverManager.getConnection(url, server.username(), password);
        var statement = connection.createStatement()) {
      statement.execute(FLEET_OF_THE_FIRST_VERSION);
    }

    try (var store =
        Store.open(Database.open(url, server.username(), server.password(), 4), directory)) {
      assertThat(store.queue().backlogs(NOON))
          .extracting(b -> b.lane() + ": " + b.retry() + " again, " + b.alive() + " alive")
          .containsExactlyInAnyOrder(
              "logs of us-south: 0 again, 2 alive",
              "metrics of us-south: 2 again, 0 alive",
              "logs of eu-de: 0 again, 2 alive",
              "metrics of eu-de: 2 again, 0 alive");
      assertThat(store.reader().cluster("acme-1", NOON).orElseThrow().bindings())
          .extracting(b -> b.signal() + " " + b.state() + " " + b.generation() + b.fingerprint())
          .containsExactly(
              "logs valid 90123456789abcdef01234567", "metrics failing 90123456789abcdef01234567");
      assertThat(new RunwayReader(store.database()).carrier("fra02", NOON).orElseThrow())
          .extracting(r -> r.dependencies().getFirst().bindings())
          .isEqualTo(4L);
      assertThat(new RunwayCheck(store.database(), Duration.ofHours(1)).check(NOON)).isZero();
      assertThat(Claiming.claim(store.queue(), 100, NOON, Duration.ofSeconds(15)))
          .hasSize(8)
          .allMatch(claim -> claim.fence() == 42);
    }
  }
}
