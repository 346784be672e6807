package dev.cartographer.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cartographer.testing.RealPostgres;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunwayPlanTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

  /** 10,000 clusters on 4 carriers; the 20,000 tokens end one second after the other in an hour. */
  private static final String FLEET =
      """
      insert into carrier (name, region) select 'carrier-' || i, 'us-south'
        from generate_series(1, 4) i;
      insert into region (name) values ('us-south');
      insert into cluster (name, tenant, carrier_id, identity, target, version, enrolled_at)
      select 'acme-' || i, 'acme', k.id, '{}', '{}', 1, '2026-01-01T00:00:00Z'
      from generate_series(0, 9999) i join carrier k on k.name = 'carrier-' || 1 + i % 4;
      insert into binding (cluster_id, signal, region_id, turn, next_at, generation, issued_at,
        expires_at, fingerprint)
      select c.id, s, (select id from region where name = 'us-south'), 1, '2026-01-01T00:30:00Z', 1,
        '2026-01-01T00:00:00Z',
        '2026-01-01T00:00:01Z'::timestamptz + (c.id * 2 + s) % 3600 * interval '1 second', '\\x01'
      from cluster c, generate_series(0, 1) s;
      analyze;
      """;

  @TempDir private Path directory;
  private final Database database = RealPostgres.newDatabase();
  private final RunwayReader reader = new RunwayReader(database);
  private Store store;

  @BeforeEach
  void count() {
    store = Store.open(database, directory);
    database.inTransaction((Handle h) -> h.execute(FLEET));
    new RunwayCheck(database, Duration.ofHours(1)).check(MIDNIGHT);
    new RunwayFold(database).fold();
    database.with((Handle h) -> h.execute("analyze"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aReadingOfTheFleetLooksAtNoBinding() throws IOException {
    var plan = explained(null);

    assertThat(plan.findValuesAsText("Relation Name"))
        .contains("runway")
        .doesNotContain("binding", "cluster");
  }

  @Test
  void aReadingOfOneCarrierLooksAtItsOwnCountsOnly() throws IOException {
    var plan = explained("carrier-2");

    assertThat(plan.findValuesAsText("Relation Name")).doesNotContain("binding", "cluster");
    assertThat(rowsRead(plan, "runway")).isEqualTo(rowsOf("carrier-2")).isLessThan(800);
  }

  @Test
  void whatIsReadThatWayIsEveryBinding() {
    var runway = reader.carrier("carrier-2", MIDNIGHT).orElseThrow();

    assertThat(runway.dependencies())
        .extracting(DependencyRunway::bindings)
        .containsExactly(5000L, 2500L, 2500L);
    assertThat(reader.fleet(MIDNIGHT).carriers())
        .extracting(CarrierRunway::carrier)
        .isEqualTo(List.of("carrier-1", "carrier-2", "carrier-3", "carrier-4"));
    assertThat(reader.carrier("carrier-5", MIDNIGHT)).isEmpty();
  }

  private JsonNode explained(@Nullable String carrier) throws IOException {
    var json =
        database.with((Handle h) ->
            h.createQuery("explain (analyze, format json) " + RunwayReader.READ)
                .bind("name", carrier)
                .bind("after", (String) null)
                .bind("limit", (Integer) null)
                .mapTo(String.class)
                .one());
    return JsonMapper.builder().build().readTree(json);
  }

  /** Rows that all visits of a table gave or threw away. */
  private static long rowsRead(JsonNode plan, String table) {
    return plan.findParents("Relation Name").stream()
        .filter(node -> node.path("Relation Name").asText().equals(table))
        .mapToLong(RunwayPlanTest::rowsRead)
        .sum();
  }

  private static long rowsRead(JsonNode node) {
    var visits = node.path("Actual Loops").asLong();
    return Math.round(
        visits
            * (node.path("Actual Rows").asDouble()
                + node.path("Rows Removed by Filter").asDouble()));
  }

  private long rowsOf(String carrier) {
    return database.with((Handle h) ->
        h.createQuery(
                """
                select count(*) from runway r join carrier k on k.id = r.carrier_id
                where k.name = :carrier
                """)
            .bind("carrier", carrier)
            .mapTo(Long.class)
            .one());
  }
}
