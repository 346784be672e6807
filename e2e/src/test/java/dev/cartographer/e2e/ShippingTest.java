package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole way: Keycloak's tokens, which live a minute, through the product into files, and by
 * agents to services that check every one of them. Nothing is refused, nothing lost, nothing twice.
 */
@ExtendWith(RealServers.Provided.class)
class ShippingTest {
  /** How long it ships: {@code -De2e.minutes}; two rotations by default. */
  private static final Duration LENGTH =
      Duration.ofSeconds(
          (long) (60 * Double.parseDouble(System.getProperty("e2e.minutes", "1.2"))));

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void everySampleAndEveryLineArrivesThroughEveryRotation(RealServers servers) throws IOException {
    try (var site = new ShippingSite(servers.keycloak())) {
      eachServiceTakesItsOwnTokensOnly(site);
      theApiRefusesAHostileTenant(site.product());
      LockSupport.parkNanos(LENGTH.toNanos());
      theLastTokenIsPickedUp(site);
      site.shipper().close();
      site.vmagent().counter().close();
      site.prometheus().counter().close();
      allArrived(site, site.vmagent());
      allArrived(site, site.prometheus());

      var written = site.shipper().written();
      assertThat(site.lines()).isEqualTo(new OpenSearch.Lines(written, written));
      assertThat(site.shipper().statuses()).isNotEmpty().containsOnly(200);
      assertThat(site.gate().statuses("/api/v1/write")).isNotEmpty().containsOnly(204);
      var logs = site.delivered("shop", "logs");
      var metrics = site.delivered("shop", "metrics");
      var rotations = LENGTH.toSeconds() / 60;
      assertThat(logs.generation()).isGreaterThan(rotations);
      assertThat(metrics.generation()).isGreaterThan(rotations);
      System.out.printf(
          "shipped for %d s: %d lines in %d posts, %d and %d samples in %d writes, generations %d"
              + " and %d%n",
          LENGTH.toSeconds(),
          written,
          site.shipper().statuses().size(),
          site.vmagent().counter().handedOut().length,
          site.prometheus().counter().handedOut().length,
          site.gate().statuses("/api/v1/write").size(),
          logs.generation(),
          metrics.generation());
    }
  }

  /** The last sample may still be on its way. */
  private static void allArrived(ShippingSite site, MetricAgent agent) {
    var handedOut = agent.counter().handedOut();
    Eventually.so(
        "the last sample of " + agent.name(),
        PATIENCE,
        () -> values(site, agent).length >= handedOut.length);
    assertThat(values(site, agent)).containsExactly(handedOut);
  }

  /** Not once was one late; a new one may come while we look. */
  private static void theLastTokenIsPickedUp(ShippingSite site) {
    Eventually.so(
        "the last token to be picked up",
        PATIENCE,
        () -> site.pickedUp().startsWith(site.delivered("shop", "logs").generation() + " "));
    assertThat(site.companion().log()).doesNotContain("not picked up");
  }

  private static long[] values(ShippingSite site, MetricAgent agent) {
    return site.store().values(agent.name(), ShippingSite.HOSTILE);
  }

  private static void theApiRefusesAHostileTenant(Product product) {
    var fleet =
        Http.json(
            """
            {"carriers": [{"name": "carrier-1", "region": "local"}],
             "clusters": [{"name": "acme", "carrier": "carrier-1", "target": "files",
                           "identity": {"apiKey": {"file": "a"}}}]}
            """);
    for (var name :
        List.of("\"#{File.write('x','y')}\"", "a\nb: c", "'", "${tag}", "a".repeat(64))) {
      ((ObjectNode) fleet.at("/clusters/0")).put("tenant", name);

      var answer = product.post("/enrolments", fleet);

      assertThat(answer.status()).as(name).isBetween(400, 422);
      assertThat(answer.body().toString()).contains("is not one: a name is 1 to 63");
    }
    assertThat(product.api("/clusters").path("items")).hasSize(2);
  }

  /** Whoever lets everybody in refuses nobody: so that the test above means something. */
  private static void eachServiceTakesItsOwnTokensOnly(ShippingSite site) throws IOException {
    var http = new Http();
    var write = site.gate().address().resolve("/other");
    var logs = Files.readString(site.delivered("shop", "logs").token());
    var metrics = Files.readString(site.delivered("shop", "metrics").token());

    assertThat(http.status(write, logs)).contains(403);
    assertThat(http.status(write, metrics + "x")).contains(401);
    assertThat(site.logsAnswer(metrics)).isEqualTo(401);
  }
}
