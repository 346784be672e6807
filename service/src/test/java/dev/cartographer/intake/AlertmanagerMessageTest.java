package dev.cartographer.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Alert;
import dev.cartographer.intake.AlertmanagerMessage.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerMessageTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T19:20:00Z");

  /** As Alertmanager 0.25 sends it, with members that a later one adds. */
  private static final String MESSAGE =
      """
      {"receiver":"runbook","status":"firing","alerts":[
        {"status":"firing",
         "labels":{"alertname":"CartographerIAMTokenExchangeErrors","carrier":"dal10-carrier2",
           "dependency":"iam","region":"us-south","severity":"critical","team":"armada-ice"},
         "annotations":{"summary":"<script>{{ x }}"},
         "startsAt":"2026-11-23T19:16:11.323958048Z","endsAt":"0001-01-01T00:00:00Z",
         "generatorURL":"http://prom/g?x=1","fingerprint":"8b0196088389dfac"},
        {"status":"resolved",
         "labels":{"alertname":"CartographerLoggingServiceTokenExchangeErrors","carrier":"dal10-carrier3",
           "region":"us-south"},
         "startsAt":"2026-11-23T19:10:00Z","endsAt":"2026-11-23T19:15:00+00:00"}],
       "groupLabels":{"carrier":"dal10-carrier2"},"commonLabels":{},"commonAnnotations":{},
       "externalURL":"http://vm:9093","version":"4","groupKey":"{}:{carrier=\\"dal10-carrier2\\"}",
       "truncatedAlerts":3,"notification_reason":"first notification","routeLabels":{}}
      """;

  private static AlertmanagerMessage read(String body) throws Refused, IOException {
    return AlertmanagerMessage.parse(new ByteArrayInputStream(body.getBytes(UTF_8)), RECEIVED);
  }

  @Test
  void whatAlertmanagerSendsIsRead() throws Exception {
    var message = read(MESSAGE);

    assertThat(message.truncated()).isEqualTo(3);
    assertThat(message.alerts()).hasSize(2);
    var firing = message.alerts().getFirst();
    assertThat(firing.fires()).isTrue();
    assertThat(firing.alert())
        .contains(
            new Alert(
                Dependency.IAM,
                "dal10-carrier2",
                "us-south",
                Instant.parse("2026-11-23T19:16:11.323958048Z")));
    assertThat(message.alerts().getLast().endedAt())
        .contains(Instant.parse("2026-11-23T19:15:00Z"));
  }

  @Test
  void theSameLabelsAreTheSameAlertInWhateverOrder() throws Exception {
    var one = read("{\"version\":\"4\",\"alerts\":[{\"labels\":{\"a\":\"1\",\"b\":\"2\"}}]}");
    var other = read("{\"alerts\":[{\"labels\":{\"b\":\"2\",\"a\":\"1\"}}],\"version\":\"4\"}");
    var third = read("{\"version\":\"4\",\"alerts\":[{\"labels\":{\"a\":\"1b\",\"\":\"2\"}}]}");

    var fingerprint = one.alerts().getFirst().fingerprint();
    assertThat(other.alerts().getFirst().fingerprint()).isEqualTo(fingerprint);
    assertThat(third.alerts().getFirst().fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void anAlertWithoutWhatWeNeedIsKeptForSomebodyToLookAt() throws Exception {
    var message =
        read(
            """
            {"version":"4","alerts":[{},{"status":"firing","labels":{"alertname":"CartographerIAMTokenExchangeErrors"},
             "startsAt":"2099-01-01T00:00:00Z"},{"labels":{"alertname":"Other","carrier":"c","n":1,"x":"a\\u0000\\ud800"}}]}
            """);

    assertThat(message.alerts()).hasSize(3).allMatch(ReceivedAlert::fires);
    assertThat(message.alerts())
        .extracting(ReceivedAlert::alert)
        .containsExactly(
            Optional.empty(),
            Optional.of(new Alert(Dependency.IAM, "", "", RECEIVED)),
            Optional.empty());
    assertThat(message.alerts()).allMatch(a -> a.startsAt().equals(RECEIVED));
    assertThat(message.alerts().getLast().labels())
        .containsEntry("x", "a  ")
        .doesNotContainKey("n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"version\":\"3\",\"alerts\":[]}",
        "{\"version\":\"4\"}",
        "{\"version\":\"4\",\"alerts\":{}}",
        "{\"version\":\"4\",\"alerts\":[],\"x\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}"
      })
  void whatIsNoMessageIsRefused(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(Refused.class);
  }
}
