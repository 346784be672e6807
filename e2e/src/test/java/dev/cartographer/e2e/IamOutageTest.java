package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * IAM goes away and comes back. Its tokens live three minutes here and are due early, so that
 * renewals fail while it is away and yet no token ends.
 */
@ExtendWith(RealServers.Provided.class)
class IamOutageTest {

  @Test
  void everySecretKeepsItsLastGoodTokenAndRecoveryNeedsNoHand(RealServers servers) {
    try (var fleet =
            Fleet.enrolled(servers, RealServers.OUTAGE, "{renew-from: 0.15, renew-until: 0.30}");
        var witness = new SecretWatch(servers.kubernetes(), RealServers.OUTAGE.clusters())) {
      fleet.awaitTokens(Duration.ofSeconds(60));

      servers.keycloak().stop();
      try {
        awaitFailing(fleet, 1);
        var held = fleet.held();
        awaitAllUnhealthy(fleet);
        assertThat(fleet.held()).isEqualTo(held);
        assertThat(fleet.product().ask("why", "cluster", "patient-03").exit()).isEqualTo(3);
      } finally {
        servers.keycloak().startAgain();
      }

      fleet.awaitLater(fleet.held(), Duration.ofMinutes(2));
      assertThat(RealServers.OUTAGE.clusters()).allMatch(fleet::healthy);
      assertThat(fleet.held())
          .allSatisfy(new Inspection(servers.keycloak(), RealServers.OUTAGE)::passes);
      assertThat(witness.complaints()).isEmpty();
    }
  }

  /** Those that were tried and those that wait behind them: each tells its tenant why. */
  private static void awaitAllUnhealthy(Fleet fleet) {
    Eventually.so(
        "every cluster to say what its renewal waits for",
        Duration.ofMinutes(2),
        () -> RealServers.OUTAGE.clusters().stream().noneMatch(fleet::healthy));
  }

  private static void awaitFailing(Fleet fleet, int bindings) {
    Eventually.so(
        bindings + " renewals to fail",
        Duration.ofMinutes(2),
        () -> fleet.product().api("/bindings?state=failing").path("items").size() >= bindings);
  }
}
