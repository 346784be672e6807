package dev.cartographer.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
  private static final Site OURS =
      new Site(
          URI.create("https://runbooks.acme.test/token-failure"),
          URI.create("https://grafana.acme.test/d/armada-ice/armada"),
          URI.create("http://10.0.0.7:8080"),
          URI.create("https://docs.acme.test"),
          Duration.ofMinutes(2));

  @Test
  void aSitesAddressesTakeThePlaceOfTheExamples() {
    assertThat(Assets.of(OURS)).noneMatch(asset -> asset.text().contains(".example/"));
    assertThat(text("prometheus/cartographer.rules.yml"))
        .contains(
            "runbook_url: \"https://runbooks.acme.test/token-failure\"",
            "dashboard_url: \"https://grafana.acme.test/d/armada-ice/armada?var-carrier={{",
            "incident_url: \"http://10.0.0.7:8080/incidents?carrier={{",
            "runbook_url: \"https://docs.acme.test/alerts.md#cartographerabsent\"",
            "(cartographer_first_dark_seconds) < 120\n");
    assertThat(text("alertmanager/cartographer-route.example.yml"))
        .contains("url: \"http://10.0.0.7:8080/api/v1/alerts\"");
    assertThat(text("grafana/dashboards/armada-ice.json"))
        .contains("\"http://10.0.0.7:8080/incidents?carrier=${carrier}\"");
  }

  @Test
  void theTestsOfTheRulesExpectTheSameAddresses() {
    assertThat(text("prometheus/tests/token-exchanges.test.yml"))
        .contains("incident_url: \"http://10.0.0.7:8080/incidents?carrier=");
  }

  @Test
  void anAddressMayEndWithASlash() {
    assertThat(Site.address(" https://a.test/x/ ")).isEqualTo(URI.create("https://a.test/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "grafana.acme.test",
        "ftp://a.test",
        "https://a.test/?orgId=1",
        "https://a.test/#x",
        "https://user@a.test/",
        "https://a.test/\"\n      evil: \"x",
        "https://a.test/{{ $labels.carrier }}",
        "https://a.test/$carrier",
        "https://a.test/%zz",
        "https://",
      })
  void whatIsNoPlainAddressIsRefused(String text) {
    assertThatThrownBy(() -> Site.address(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String text(String path) {
    return Assets.of(OURS).stream()
        .filter(asset -> asset.path().equals(path))
        .findFirst()
        .orElseThrow()
        .text();
  }
}
