package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.view.CieRequest;
import dev.cartographer.view.CieView;
import dev.cartographer.view.EvidenceView;
import dev.cartographer.view.Json;
import dev.cartographer.view.VerdictView;
import dev.cartographer.view.VerdictView.RulingView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code verdict} and {@code cie}. */
class VerdictTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:12:00Z");

  private FleetServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FleetServer();
    server.verdicts.add(
        new VerdictView(
            "dal1",
            "us-south",
            false,
            List.of("IAM is at fault (rule I1, high confidence)."),
            List.of("iam"),
            List.of(
                new RulingView("I1", "iam", "at_fault", "high"),
                new RulingView("D1", "logging", "follows_from_iam", "high")),
            List.of("monitoring impaired: Prometheus could not be asked"),
            List.of(
                item("iam", "exchanges", "fail_dependency", "ill", "9 of 9 failed"),
                item("iam", "probe", "up_liveness", "well", "answered\u001b[31m with status 200"),
                item(null, "control", "unknown", "unknown", "no source is configured"))));
    server.verdicts.add(
        new VerdictView(
            "dal2",
            "us-south",
            true,
            List.of("Nothing is wrong on dal2."),
            List.of(),
            List.of(new RulingView("I15", "iam", "cleared", "high")),
            List.of(),
            List.of()));
  }

  @AfterEach
  void end() {
    server.close();
  }

  private static EvidenceView item(
      @Nullable String about, String kind, String value, String mark, String excerpt) {
    return new EvidenceView("some", about, kind, value, mark, NOW, 12, excerpt);
  }

  @Test
  void theSentenceComesFirstThenTheEvidenceThenTheRules() {
    assertThat(Ran.of(server, "verdict", "--carrier", "dal1"))
        .isEqualTo(
            new Ran(
                3,
                """
                IAM is at fault (rule I1, high confidence).
                Note: monitoring impaired: Prometheus could not be asked

                   ABOUT  KIND       VALUE            SOURCE  SAID
                ✖  iam    exchanges  fail_dependency  some    9 of 9 failed
                ✔  iam    probe      up_liveness      some    answered [31m with status 200
                ?  -      control    unknown          some    no source is configured

                Rules: I1 for iam (high); D1 for logging (high)
                """,
                ""));
    assertThat(server.requests).containsExactly("POST /api/v1/verdicts?carrier=dal1");
  }

  @Test
  void whenNobodyIsAtFaultItEndsWithZero() {
    assertThat(Ran.of(server, "verdict", "--carrier", "dal2").code()).isZero();
    assertThat(Ran.of(server, "verdict", "--carrier", "dal2", "-o", "name").out())
        .isEqualTo("carrier/dal2\n");
  }

  @Test
  void jsonIsWhatTheApiSaysAndEndsAlike() throws IOException {
    var ran = Ran.of(server, "verdict", "--carrier", "dal1", "-o", "json");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(Json.mapper().readValue(ran.out(), VerdictView.class))
        .isEqualTo(server.verdicts.getFirst());
  }

  @Test
  void aCarrierThatIsNotThereIsNotFound() {
    assertThat(Ran.of(server, "verdict", "--carrier", "gone").code()).isEqualTo(5);
    assertThat(Ran.of(server, "verdict").code()).isEqualTo(2);
  }

  @Test
  void anEventIsOpenedAndClosedByHand() {
    var opened =
        Ran.of(
            server,
            "cie",
            "open",
            "iam",
            "--region",
            "us-south",
            "--reference",
            "INC123",
            "--reason",
            "tokens fail",
            "--minutes",
            "60");
    var nothing = Ran.of(server, "cie", "close", "iam", "--reason", "over");
    server.cies.add(
        new CieView(
            "iam", null, "INC123", "tokens fail", NOW.minusSeconds(30), NOW.plusSeconds(3600)));
    var closed = Ran.of(server, "cie", "close", "iam", "--reason", "over");

    assertThat(opened).isEqualTo(new Ran(0, "", "An event of iam in us-south is open.\n"));
    assertThat(nothing).isEqualTo(new Ran(5, "", "No event of iam everywhere was open.\n"));
    assertThat(closed).isEqualTo(new Ran(0, "", "Closed 1 of iam everywhere.\n"));
    assertThat(server.told)
        .startsWith(
            new CieRequest("iam", "open", "us-south", "INC123", "tokens fail", 60),
            new CieRequest("iam", "closed", null, null, "over", null));
    assertThat(Ran.of(server, "cie", "open", "iam").code()).isEqualTo(2);
  }

  @Test
  void openEventsAreListed() {
    assertThat(Ran.of(server, "cie", "list")).isEqualTo(new Ran(0, "", "No event is open.\n"));

    server.cies.add(
        new CieView(
            "iam", null, "INC123", "tokens fail", NOW.minusSeconds(30), NOW.plusSeconds(3600)));

    assertThat(Ran.of(server, "cie", "list").out())
        .isEqualTo(
            """
            DEPENDENCY  REGION      REFERENCE  OPENED                ENDS                   REASON
            iam         everywhere  INC123     30 s ago (03:11 UTC)  in 60 min (04:12 UTC)  tokens fail
            """);
  }
}
