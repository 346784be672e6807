package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Twenty clusters whose tokens live a minute, so that two rotations fit in the time of a test. */
@ExtendWith(RealServers.Provided.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetOnRealServersTest {
  private static final List<String> CLUSTERS = RealServers.FLEET.clusters();

  private final RealServers servers;
  private final Fleet fleet;
  private final Inspection inspection;

  FleetOnRealServersTest(RealServers servers) {
    this.servers = servers;
    fleet = Fleet.enrolled(servers, RealServers.FLEET, "{sweep: 5s}");
    inspection = new Inspection(servers.keycloak(), RealServers.FLEET);
  }

  @BeforeAll
  void awaitTokens() {
    fleet.awaitTokens(Duration.ofSeconds(60));
  }

  @BeforeEach
  void awaitHealth() {
    awaitHealthy(CLUSTERS);
  }

  @AfterAll
  void end() {
    fleet.close();
  }

  @Test
  void everyClusterHoldsTokensOfItsOwnAndKeepsThemValidThroughAKill() {
    try (var witness = new SecretWatch(servers.kubernetes(), CLUSTERS)) {
      assertThat(fleet.held()).hasSize(40).allSatisfy(inspection::passes);
      awaitRotations(witness, "some of a first round", 10, 1);

      fleet.product().kill();
      fleet.product().start();
      awaitRotations(witness, "all of a second round", 40, 2);

      assertThat(witness.complaints()).isEmpty();
      assertThat(fleet.held()).hasSize(40).allSatisfy(inspection::passes);
    }
  }

  @Test
  void aDisabledIdentityIsTheFaultOfItsClusterAlone() {
    var broken = "cluster-07";
    var others = CLUSTERS.stream().filter(Predicate.not(broken::equals)).toList();

    servers.keycloak().enable(RealServers.FLEET, broken, false);
    try (var witness = new SecretWatch(servers.kubernetes(), CLUSTERS)) {
      Eventually.so("the fault", Duration.ofMinutes(2), () -> !fleet.healthy(broken));
      var why = fleet.product().ask("why", "cluster", broken);
      var before = fleet.heldBy(others);

      assertThat(why.exit()).as(why.all()).isEqualTo(3);
      assertThat(why.out()).contains("identity_rejected").contains("CTG-1101");
      assertThat(fleet.product().ask("why", "cluster", "cluster-08").exit()).isZero();
      fleet.awaitLater(before, Duration.ofMinutes(1));
      assertThat(witness.complaints()).allMatch(c -> c.startsWith(broken + "/"));
    } finally {
      servers.keycloak().enable(RealServers.FLEET, broken, true);
    }
    awaitHealthy(CLUSTERS);
    assertThat(fleet.heldBy(List.of(broken))).allSatisfy(inspection::passes);
  }

  @Test
  void aSecretDeletedByHandComesBackWithTheNextSweep() {
    var namespace = fleet.namespace("cluster-03");
    fleet.awaitLater(List.of(namespace.held("logs")), Duration.ofMinutes(1));
    // Its renewal is half a minute away now: what comes back before was brought by the sweep.
    var deleted = namespace.held("logs");

    namespace.deleteSecret("logs");
    Eventually.so("the Secret", Duration.ofSeconds(20), () -> namespace.holds("logs"));

    assertThat(namespace.held("logs")).satisfies(inspection::passes);
    assertThat(namespace.held("logs").generation()).isGreaterThan(deleted.generation());
  }

  private void awaitHealthy(List<String> clusters) {
    var left = new ArrayList<>(clusters);
    Eventually.so(
        "every cluster to be healthy",
        Duration.ofMinutes(3),
        () -> {
          left.removeIf(fleet::healthy);
          return left.isEmpty();
        });
  }

  private void awaitRotations(SecretWatch witness, String what, long secrets, int rotations) {
    Eventually.so(
        what,
        Duration.ofMinutes(2),
        () -> places().filter(p -> witness.rotationsOf(p) >= rotations).count() >= secrets);
  }

  private static Stream<String> places() {
    return CLUSTERS.stream()
        .flatMap(c -> Stream.of(c + "/cartographer-logs", c + "/cartographer-metrics"));
  }
}
