package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.carrier;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import dev.cartographer.evidence.Pages.Reply;
import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.verdict.Findings.StatusPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status pages as they are on the wire. */
class StatusPagesTest {
  private final Pages pages = new Pages();
  private final Question question =
      new Question(
          Set.of(carrier("dal1", "us-south")),
          Set.of(Dependency.IAM),
          Set.of(),
          Pages.NOON.minus(Duration.ofMinutes(4)),
          Pages.NOON);

  @AfterEach
  void close() {
    pages.close();
  }

  private Evidence read(StatusReader reader, Set<Name> regions) {
    var source =
        new StatusSource(
            "iam-status", Dependency.IAM, regions, pages.web("/page"), reader, pages.clock);
    var items = source.gather(question, pages.deadline());
    assertThat(items).hasSize(1);
    return items.getFirst();
  }

  private StatusPage value(StatusReader reader) {
    return ((Displayed) read(reader, Set.of()).reading()).value();
  }

  /** The whole of a page whose indicator and whose old times must mean nothing. */
  private static String statuspage(String status, String maintenances) {
    return """
    {"page":{"id":"y2j98763l56x","name":"Example","url":"https://status.example",
      "time_zone":"Etc/UTC","updated_at":"2020-03-25T21:31:52.123Z"},
     "components":[
      {"id":"ftgks51sfs2d","name":"Token service","status":"%s",
       "created_at":"2014-10-13T07:48:51.117Z","updated_at":"2014-10-14T20:50:55.121Z","position":1,
       "description":null,"showcase":true,"start_date":null,"group_id":"x1","page_id":"y2j98763l56x",
       "group":false,"only_show_if_degraded":false},
      {"id":"b13yz5g2cw10","name":"Console","status":"major_outage","group":false},
      {"id":"x1","name":"Identity","status":"partial_outage","group":true}],
     "incidents":[{"id":"cp306tmzcl0y","name":"Console is down","status":"investigating",
       "impact":"critical","components":[{"id":"b13yz5g2cw10"}]}],
     "scheduled_maintenances":[%s],
     "status":{"indicator":"critical","description":"Major Service Outage"}}
    """
        .formatted(status, maintenances);
  }

  private static String maintenance(String status, String component, String createdAt) {
    return """
    {"id":"w1","name":"Key rotation","status":"%s","impact":"maintenance","created_at":"%s",
     "scheduled_for":"2026-11-24T11:00:00.000Z","scheduled_until":"2026-11-24T13:00:00.000Z",
     "components":[{"id":"%s","name":"Token service","status":"under_maintenance"}]}
    """
        .formatted(status, createdAt, component);
  }

  @ParameterizedTest
  @CsvSource({
    "operational, OPERATIONAL",
    "degraded_performance, DEGRADED",
    "partial_outage, OUTAGE",
    "major_outage, OUTAGE",
    "under_maintenance, UNKNOWN",
    "on_fire, UNKNOWN",
    "'', UNKNOWN"
  })
  void ofAStatuspageTheNamedComponentCountsAndNothingElse(String status, StatusPage expected) {
    pages.answers("/page", Reply.json(statuspage(status, "")));

    var item = read(new StatusReader.Statuspage(List.of("ftgks51sfs2d")), Set.of());

    assertThat(item)
        .isEqualTo(
            new Evidence(
                "iam-status",
                Optional.of(Dependency.IAM),
                new Displayed(expected),
                Pages.NOON,
                Duration.ZERO,
                "Token service: " + status));
    assertThat(pages.asked()).containsExactly("GET /page Bearer sesame");
  }

  @ParameterizedTest
  @CsvSource({
    "in_progress, ftgks51sfs2d, 2026-11-20T09:00:00.000Z, MAINTENANCE",
    "verifying, ftgks51sfs2d, 2026-11-20T09:00:00.000Z, MAINTENANCE",
    "scheduled, ftgks51sfs2d, 2026-11-20T09:00:00.000Z, UNKNOWN",
    "completed, ftgks51sfs2d, 2026-11-20T09:00:00.000Z, UNKNOWN",
    "in_progress, b13yz5g2cw10, 2026-11-20T09:00:00.000Z, UNKNOWN",
    "in_progress, ftgks51sfs2d, 2026-11-24T11:57:00.000Z, UNKNOWN",
    "in_progress, ftgks51sfs2d, lately, UNKNOWN"
  })
  void workCountsOnlyWhenItWasAnnouncedForThisComponentBeforeItBeganToFail(
      String status, String component, String createdAt, StatusPage expected) {
    var work = maintenance(status, component, createdAt);
    pages.answers("/page", Reply.json(statuspage("under_maintenance", work)));

    assertThat(value(new StatusReader.Statuspage(List.of("ftgks51sfs2d")))).isEqualTo(expected);
  }

  @Test
  void ofSeveralComponentsTheWorstCountsAndAMissingOneIsUnknown() {
    pages.answers("/page", Reply.json(statuspage("operational", "")));

    assertThat(value(new StatusReader.Statuspage(List.of("ftgks51sfs2d", "b13yz5g2cw10"))))
        .isEqualTo(StatusPage.OUTAGE);
    assertThat(value(new StatusReader.Statuspage(List.of("ftgks51sfs2d", "gone"))))
        .isEqualTo(StatusPage.UNKNOWN);
    assertThat(read(new StatusReader.Statuspage(List.of("gone")), Set.of()).excerpt())
        .isEqualTo("has no component gone");
  }

  private static String gatus(String... results) {
    return """
    [{"name":"other","group":"core","key":"core_other","results":[{"success":false,
      "timestamp":"2026-11-24T11:59:30Z"}]},
     {"name":"token","group":"iam","key":"iam_token","results":[%s],
      "events":[{"type":"HEALTHY","timestamp":"2026-11-20T09:00:00Z"}]}]
    """
        .formatted(String.join(",", results));
  }

  private static String result(String time, boolean success) {
    return """
    {"status":200,"hostname":"iam.example","duration":31223456,"conditionResults":[
      {"condition":"[STATUS] == 200","success":%1$s}],"success":%1$s,
     "timestamp":"2026-11-24T%2$s.123456789Z"}
    """
        .formatted(success, time);
  }

  @Test
  void ofGatusTwoOfTheLastThreeResultsMustAgree() {
    var reader = new StatusReader.Gatus(List.of("iam_token"));

    pages.answers(
        "/page",
        Reply.json(
            gatus(
                result("11:55:00", true),
                result("11:56:00", true),
                result("11:57:00", true),
                result("11:58:00", false),
                result("11:59:00", false))));
    assertThat(value(reader)).isEqualTo(StatusPage.OUTAGE);

    pages.answers("/page", Reply.json(gatus(result("11:59:00", true), result("11:58:00", false))));
    assertThat(value(reader)).isEqualTo(StatusPage.UNKNOWN);

    pages.answers(
        "/page",
        Reply.json(
            gatus(result("11:57:00", false), result("11:59:00", true), result("11:58:00", true))));
    assertThat(read(reader, Set.of()).excerpt()).isEqualTo("iam_token: 2 of the last 3 well");
    assertThat(value(reader)).isEqualTo(StatusPage.OPERATIONAL);
  }

  @Test
  void gatusThatHasNoResultsOrOldOnesKnowsNothing() {
    var reader = new StatusReader.Gatus(List.of("iam_token"));

    for (var body :
        List.of(
            gatus(),
            "[]",
            "{}",
            gatus(result("11:44:00", false), result("11:43:00", false)),
            gatus("{\"success\":false,\"timestamp\":\"now\"}"))) {
      pages.answers("/page", Reply.json(body));
      assertThat(value(reader)).as(body).isEqualTo(StatusPage.UNKNOWN);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"services":[{"state":"red"}]}   | OUTAGE
          {"services":[{"state":"green"}]} | OPERATIONAL
          {"services":[{"state":"blue"}]}  | UNKNOWN
          {"services":[{"state":null}]}    | UNKNOWN
          {"services":[{"state":{}}]}      | UNKNOWN
          {"services":[]}                  | UNKNOWN
          """)
  void anyOtherJsonIsReadByAPointerAndATable(String body, StatusPage expected) {
    pages.answers("/page", Reply.json(body));
    var reader =
        new StatusReader.Mapped(
            JsonPointer.compile("/services/0/state"),
            Map.of("red", StatusPage.OUTAGE, "green", StatusPage.OPERATIONAL));

    assertThat(value(reader)).isEqualTo(expected);
  }

  @Test
  void aNumberOrATruthIsReadAsItsText() {
    pages.answers("/page", Reply.json("{\"up\":true,\"level\":3}"));

    assertThat(
            value(
                new StatusReader.Mapped(
                    JsonPointer.compile("/up"), Map.of("true", StatusPage.OPERATIONAL))))
        .isEqualTo(StatusPage.OPERATIONAL);
    assertThat(
            value(
                new StatusReader.Mapped(
                    JsonPointer.compile("/level"), Map.of("3", StatusPage.OUTAGE))))
        .isEqualTo(StatusPage.OUTAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 301, 401, 404, 429, 500, 503})
  void aPageThatDoesNotAnswerAsItShouldIsUnknownWithTheReason(int status) {
    pages.answers("/page", Reply.of(status));

    var item = read(new StatusReader.Statuspage(List.of("ftgks51sfs2d")), Set.of());

    assertThat(item.reading()).isEqualTo(new Displayed(StatusPage.UNKNOWN));
    assertThat(item.excerpt())
        .isEqualTo(pages.address("/page") + " answered with status " + status);
  }

  @Test
  void foreignTextIsShortAndPrintable() {
    var hostile =
        statuspage("operational", "").replace("Token service", "\\u001b[31m" + "x".repeat(900));
    pages.answers("/page", Reply.json(hostile));

    var excerpt = read(new StatusReader.Statuspage(List.of("ftgks51sfs2d")), Set.of()).excerpt();

    assertThat(excerpt).startsWith(" [31mxxx").hasSize(240);
  }

  @Test
  void aPageOfAnotherRegionIsNotAsked() {
    var source =
        new StatusSource(
            "iam-status",
            Dependency.IAM,
            Set.of(new Name("eu-de")),
            pages.web("/page"),
            new StatusReader.Gatus(List.of()),
            pages.clock);

    assertThat(source.gather(question, pages.deadline())).isEmpty();
    assertThat(source.subjects(question)).isEmpty();
    assertThat(pages.asked()).isEmpty();
    pages.answers("/page", Reply.json("[]"));
    assertThat(read(new StatusReader.Gatus(List.of("k")), Set.of(new Name("us-south"))).source())
        .isEqualTo("iam-status");
  }
}
