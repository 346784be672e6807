package dev.cartographer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fleet.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SandboxRegionTest {
  private static final SandboxRegion.Settings FIVE =
      SandboxRegion.Settings.of(5, Duration.ofSeconds(18));

  @TempDir Path directory;

  @Test
  void theConfigurationNamesBothDialectsAndTheServersThatRun() throws Exception {
    try (var region = start()) {
      var iam = region.iam();

      assertThat(yaml(directory.resolve("cartographer.yaml")))
          .isEqualTo(
              Map.of(
                  "cartographer",
                  Map.of(
                      "data", directory.toString(),
                      "secrets-directory", directory + "/secrets",
                      "delivery-directory", directory + "/delivered",
                      "http", Map.of("host", "127.0.0.1", "port", region.ports().http()),
                      "management",
                          Map.of("host", "127.0.0.1", "port", region.ports().management()),
                      "probes",
                          Map.of(
                              "interval",
                              "10s",
                              "canaries",
                              Map.of(
                                  "sandbox-south",
                                  Map.of("client-id", "canary", "secret-file", "canary-client"),
                                  "sandbox-east",
                                  Map.of("secret-file", "canary-key"))),
                      "evidence", evidence(region),
                      "regions",
                          Map.of(
                              "sandbox-south",
                              Map.of(
                                  "iam", iam("client-credentials", iam.tokenEndpoint()),
                                  "logging", exchange("logging-service", "logging"),
                                  "metrics", exchange("metrics-service", "metrics")),
                              "sandbox-east",
                              Map.of(
                                  "iam", iam("ibm-api-key", iam.identityEndpoint()),
                                  "logging", post(region, Signal.LOGS, "logging-service"),
                                  "metrics", post(region, Signal.METRICS, "metrics-service"))))));
    }
  }

  private static Map<String, Object> evidence(SandboxRegion region) {
    return Map.of(
        "allow-private", List.of("127.0.0.0/8"),
        "probe-every", "2s",
        "probes",
            Map.of(
                "iam-health", health("iam", region.iam().server()),
                "logging-health", health("logging", region.service(Signal.LOGS).server()),
                "metrics-health", health("metrics", region.service(Signal.METRICS).server())));
  }

  private static Map<String, String> health(String dependency, SandboxServer server) {
    return Map.of("dependency", dependency, "url", server.at("/health").toString());
  }

  @Test
  void theFleetFileIsWhatTheApiIsGiven() throws Exception {
    try (var region = start()) {
      var fleet = yaml(directory.resolve("fleet.yaml"));

      assertThat(fleet)
          .isEqualTo(new ObjectMapper().readValue(region.enrolment().reveal(), Map.class));
      assertThat(fleet.get("carriers"))
          .isEqualTo(
              List.of(
                  Map.of("name", "demo-dal10-carrier1", "region", "sandbox-south"),
                  Map.of("name", "demo-dal12-carrier1", "region", "sandbox-south"),
                  Map.of("name", "demo-fra02-carrier1", "region", "sandbox-east")));
    }
  }

  @Test
  void everyClusterIsKnownToIamByTheSecretInTheFleetFile() throws Exception {
    try (var region = start();
        var caller = new Caller()) {
      var clusters = new ObjectMapper().readTree(region.enrolment().reveal()).path("clusters");
      var first = clusters.get(0);
      var third = clusters.get(2);

      assertThat(clusters).hasSize(5);
      assertThat(first.path("name").asText()).isEqualTo("acme-payments");
      assertThat(first.path("tenant").asText()).isEqualTo("acme");
      assertThat(first.path("target").asText()).isEqualTo("files");
      assertThat(third.path("name").asText()).isEqualTo("initech-payments");
      assertThat(third.path("carrier").asText()).isEqualTo("demo-fra02-carrier1");
      var secret = first.path("identity").path("secret").path("value").asText();
      var key = third.path("identity").path("apiKey").path("value").asText();
      var basic = Caller.basic(first.path("identity").path("client").asText(), secret);
      var client =
          caller.form(region.iam().tokenEndpoint(), basic, "grant_type", "client_credentials");
      var apiKey =
          caller.form(
              region.iam().identityEndpoint(),
              "",
              "grant_type",
              "urn:ibm:params:oauth:grant-type:apikey",
              "apikey",
              key);
      assertThat(client.status()).isEqualTo(200);
      assertThat(apiKey.status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsSecretIsReadableForItsOwnerAlone() throws Exception {
    try (var _ = start()) {
      for (var file : List.of("fleet.yaml", "secrets/cartographer-client")) {
        assertThat(Files.getPosixFilePermissions(directory.resolve(file)))
            .containsExactlyInAnyOrder(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      }
    }
  }

  @Test
  void namesStayUniqueInALargeFleet() {
    var fleet = SandboxFleet.of(1000, new Random(1));

    assertThat(fleet.clusters().stream().map(SandboxCluster::name)).doesNotHaveDuplicates();
    assertThat(fleet.clusters().get(999).name()).isEqualTo("umbrella-orders-9");
  }

  @Test
  void aSecondRunForgetsTheTokensOfTheFirst() throws Exception {
    start().close();
    var token = directory.resolve("delivered/acme-payments/logs/token");
    Files.createDirectories(token.getParent());
    Files.writeString(token, "signed by a key of yesterday");

    start().close();

    assertThat(directory.resolve("delivered")).isEmptyDirectory();
  }

  @Test
  void aDirectoryOfSomebodyElseIsLeftAlone() throws Exception {
    var precious = Files.createDirectories(directory.resolve("delivered")).resolve("token");
    Files.writeString(precious, "precious");

    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(directory + " is not empty and was not made by a demo · Name a new directory");
    assertThat(precious).hasContent("precious");
  }

  private SandboxRegion start() throws Exception {
    return SandboxRegion.start(FIVE, directory, Clock.systemUTC());
  }

  private static Map<?, ?> yaml(Path file) throws Exception {
    var load = new Load(LoadSettings.builder().build());
    return (Map<?, ?>) load.loadFromString(Files.readString(file));
  }

  private static Map<String, Object> iam(String dialect, Object endpoint) {
    return Map.of("dialect", dialect, "token-endpoint", endpoint.toString(), "timeout", "2s");
  }

  private static Map<String, Object> exchange(String audience, String scope) {
    return Map.of(
        "dialect", "token-exchange",
        "audience", audience,
        "scope", scope,
        "client-id", "cartographer",
        "client-secret-file", "cartographer-client");
  }

  private static Map<String, Object> post(SandboxRegion region, Signal signal, String audience) {
    return Map.of(
        "dialect", "bearer-post",
        "token-endpoint", region.service(signal).tokenEndpoint().toString(),
        "body", "{\"cluster\":\"{cluster}\"}",
        "token-field", "token",
        "audience", audience);
  }
}
