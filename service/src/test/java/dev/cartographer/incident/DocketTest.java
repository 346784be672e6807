package dev.cartographer.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Docket.Scope;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocketTest {
  private static final Alert IAM_SOUTH = alert(Dependency.IAM, "us-south");
  private static final Alert LOGS_SOUTH = alert(Dependency.LOGGING, "us-south");
  private static final Alert IAM_EAST = alert(Dependency.IAM, "us-east");
  private static final Alert METRICS_EU = alert(Dependency.METRICS, "eu-de");

  private static Alert alert(Dependency dependency, String region) {
    return new Alert(dependency, region + "-1", region, Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void whatFailsInARegionIsOneIncident() {
    assertThat(Docket.placed(Set.of(IAM_SOUTH, LOGS_SOUTH, METRICS_EU), false))
        .containsOnly(
            Map.entry(new Scope.Region("us-south"), Set.of(IAM_SOUTH, LOGS_SOUTH)),
            Map.entry(new Scope.Region("eu-de"), Set.of(METRICS_EU)));
  }

  @Test
  void whatFailsInTwoRegionsAlikeIsOneIncidentToo() {
    assertThat(Docket.placed(Set.of(IAM_SOUTH, LOGS_SOUTH, IAM_EAST, METRICS_EU), false))
        .containsOnly(
            Map.entry(new Scope.Everywhere(), Set.of(IAM_SOUTH, LOGS_SOUTH, IAM_EAST)),
            Map.entry(new Scope.Region("eu-de"), Set.of(METRICS_EU)));
  }

  @Test
  void anIncidentOfAllTakesWhateverComesUntilItIsOver() {
    assertThat(Docket.placed(Set.of(IAM_SOUTH), true))
        .containsOnly(Map.entry(new Scope.Everywhere(), Set.of(IAM_SOUTH)));
    assertThat(Docket.placed(Set.of(), true)).isEmpty();
  }
}
