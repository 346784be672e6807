package dev.cartographer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Signal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
  private static final String CREDENTIALS = "grant_type=client_credentials";
  private static final String FOR_LOGGING = "grant_type=exchange&audience=logging-service";
  private static final String FOR_METRICS = "grant_type=exchange&audience=metrics-service";

  @TempDir private Path directory;
  private SandboxRegion region;

  @BeforeEach
  void start() throws Exception {
    var five = SandboxRegion.Settings.of(5, Duration.ofSeconds(18));
    region = SandboxRegion.start(five, directory, Clock.systemUTC());
  }

  @AfterEach
  void end() {
    region.close();
  }

  @Test
  void aRegionsIamFailsForItAlone() throws Exception {
    assertThat(order("break iam sandbox-east")).isEqualTo("■ iam answers 503 to sandbox-east.");
    assertThat(fails(region.iam().identityEndpoint(), "")).isTrue();
    assertThat(fails(region.iam().tokenEndpoint(), CREDENTIALS)).isFalse();

    order("break iam sandbox-south");
    assertThat(fails(region.iam().identityEndpoint(), "")).isFalse();
    assertThat(fails(region.iam().tokenEndpoint(), CREDENTIALS)).isTrue();
    assertThat(fails(region.iam().tokenEndpoint(), FOR_LOGGING)).isFalse();
  }

  @Test
  void aRegionsServiceFailsWhereThatRegionAsksForItsTokens() throws Exception {
    order("break logging sandbox-east");
    order("break metrics sandbox-south");

    assertThat(fails(region.service(Signal.LOGS).tokenEndpoint(), "")).isTrue();
    assertThat(fails(region.service(Signal.LOGS).ingestEndpoint(), "")).isFalse();
    assertThat(fails(region.service(Signal.METRICS).tokenEndpoint(), "")).isFalse();
    assertThat(fails(region.iam().tokenEndpoint(), FOR_METRICS)).isTrue();
    assertThat(fails(region.iam().tokenEndpoint(), FOR_LOGGING)).isFalse();
  }

  @Test
  void healingMendsEverything() throws Exception {
    order("break logging");
    order("break iam");
    assertThat(fails(region.iam().tokenEndpoint(), CREDENTIALS)).isTrue();

    assertThat(order("heal")).isEqualTo("● Everything works again.");
    assertThat(fails(region.iam().tokenEndpoint(), CREDENTIALS)).isFalse();
    assertThat(fails(region.service(Signal.LOGS).ingestEndpoint(), "")).isFalse();
  }

  @Test
  void aCustomersIdentityIsRevokedAndRestored() {
    assertThat(region.iam().principals().active("acme-payments")).isTrue();

    assertThat(order("revoke acme-payments")).isEqualTo("■ IAM knows acme-payments no more.");
    assertThat(region.iam().principals().active("acme-payments")).isFalse();
    assertThat(order("restore acme-payments")).isEqualTo("● IAM knows acme-payments again.");
    assertThat(region.iam().principals().active("acme-payments")).isTrue();
    assertThat(order("revoke nobody")).isEqualTo("? There is no cluster nobody.");
  }

  @Test
  void whatIsNoOrderIsAnsweredWithWhatThereIs() {
    for (var line : new String[] {"what", "break", "break everything", "break iam mars"}) {
      assertThat(order(line)).startsWith("? There is: break iam|logging");
    }
  }

  private String order(String line) {
    return Orders.done(line.split(" "), region);
  }

  private static boolean fails(URI uri, String body) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(body))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 503;
    }
  }
}
