package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.carrier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartographer.evidence.Pages.Reply;
import dev.cartographer.evidence.PrometheusQuery.Kind;
import dev.cartographer.evidence.Reading.Alerting;
import dev.cartographer.evidence.Reading.Announced;
import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.evidence.Reading.Noted;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.StatusPage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prometheus as it is on the wire. */
class PrometheusTest {
  private final Pages pages = new Pages();
  private final Question question =
      new Question(
          Set.of(carrier("dal1", "us-south"), carrier("dal2", "us-south")),
          Set.of(),
          Set.of(),
          Pages.NOON,
          Pages.NOON);

  @AfterEach
  void close() {
    pages.close();
  }

  private Evidence asked(Kind kind) {
    var source =
        new PrometheusQuery(
            "iam-blackbox",
            Optional.of(Dependency.IAM),
            Set.of(),
            kind,
            "min(probe_success{carrier=~$carriers, region=~$regions})",
            pages.web("/prometheus"),
            pages.clock);
    return source.gather(question, pages.deadline()).getFirst();
  }

  private void answers(String data) {
    pages.answers(
        "/prometheus/api/v1/query", Reply.json("{\"status\":\"success\",\"data\":" + data + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"resultType":"vector","result":[{"metric":{},"value":[1764000000.123,"1"]}]}     | UP_LIVENESS
          {"resultType":"vector","result":[{"metric":{},"value":[1764000000.123,"0"]}]}     | DOWN
          {"resultType":"scalar","result":[1764000000.123,"0"]}                             | DOWN
          {"resultType":"vector","result":[]}                                               | UNKNOWN
          {"resultType":"vector","result":[{"metric":{},"value":[1764000000.123,"NaN"]}]}   | UNKNOWN
          {"resultType":"vector","result":[{"metric":{},"value":[1764000000.123,"+Inf"]}]}  | UNKNOWN
          {"resultType":"vector","result":[{"metric":{},"value":[1764000000.123,"-Inf"]}]}  | UNKNOWN
          {"resultType":"vector","result":[{"metric":{},"value":[1764000000.123,"0.5"]}]}   | UNKNOWN
          {"resultType":"vector","result":[{"metric":{},"value":[1764000000.123,"one"]}]}   | UNKNOWN
          {"resultType":"vector","result":[{"metric":{"i":"a"},"value":[1,"1"]},{"metric":{"i":"b"},"value":[1,"1"]}]} | UP_LIVENESS
          {"resultType":"vector","result":[{"metric":{"i":"a"},"value":[1,"1"]},{"metric":{"i":"b"},"value":[1,"0"]}]} | UNKNOWN
          {"resultType":"matrix","result":[]}                                               | UNKNOWN
          {"resultType":"string","result":[1764000000.123,"1"]}                             | UNKNOWN
          """)
  void oneIsWellZeroIsIllAndNothingElseIsEither(String data, Probe expected) {
    answers(data);

    assertThat(asked(Kind.PROBE).reading()).isEqualTo(new Probed(expected, false));
  }

  @Test
  void eachKindHasItsOwnWords() {
    answers("{\"resultType\":\"scalar\",\"result\":[1,\"1\"]}");
    assertThat(asked(Kind.FUNCTIONAL_PROBE).reading())
        .isEqualTo(new Probed(Probe.UP_FUNCTIONAL, true));
    assertThat(asked(Kind.STATUS).reading()).isEqualTo(new Displayed(StatusPage.OPERATIONAL));
    assertThat(asked(Kind.CIE).reading()).isEqualTo(new Announced(Cie.NONE));
    assertThat(asked(Kind.CONTROL).reading()).isEqualTo(new Controlled(Control.OK));

    answers("{\"resultType\":\"scalar\",\"result\":[1,\"0\"]}");
    assertThat(asked(Kind.FUNCTIONAL_PROBE).reading()).isEqualTo(new Probed(Probe.DOWN, true));
    assertThat(asked(Kind.STATUS).reading()).isEqualTo(new Displayed(StatusPage.OUTAGE));
    assertThat(asked(Kind.CIE).reading()).isEqualTo(new Announced(Cie.OPEN));
    assertThat(asked(Kind.CONTROL).reading()).isEqualTo(new Controlled(Control.BAD));
  }

  @Test
  void aPartialAnswerIsNone() {
    pages.answers(
        "/prometheus/api/v1/query",
        Reply.json(
            """
            {"status":"success","data":{"resultType":"scalar","result":[1,"0"]},
             "warnings":["remote read: one store did not answer"],"infos":[]}
            """));

    assertThat(asked(Kind.PROBE).reading()).isEqualTo(new Probed(Probe.UNKNOWN, false));
    assertThat(asked(Kind.PROBE).excerpt())
        .isEqualTo("Prometheus answered in part: remote read: one store did not answer");
  }

  @Test
  void aRefusedQuerySaysWhy() {
    pages.answers(
        "/prometheus/api/v1/query",
        new Reply(
            400,
            Map.of("Content-Type", "application/json"),
            """
            {"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected ="}
            """));

    assertThat(asked(Kind.STATUS).reading()).isEqualTo(new Displayed(StatusPage.UNKNOWN));
    assertThat(asked(Kind.STATUS).excerpt())
        .isEqualTo(
            "Prometheus refused the query (status 400): bad_data 1:5: parse error: unexpected =");
  }

  @Test
  void carriersAndRegionsEnterAQueryAsQuotedExpressions() {
    answers("{\"resultType\":\"scalar\",\"result\":[1,\"1\"]}");

    asked(Kind.PROBE);

    var sent = URLDecoder.decode(pages.asked().getFirst(), StandardCharsets.UTF_8);
    assertThat(sent)
        .isEqualTo(
            "GET /prometheus/api/v1/query?query=min(probe_success{carrier=~\"dal1|dal2\","
                + " region=~\"us-south\"}) Bearer sesame");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          dal1        | "dal1"
          a"} or up   | "a\\"} or up"
          a\\         | "a\\\\"
          """)
  void textBecomesAStringAndNothingElse(String text, String quoted) {
    assertThat(PromText.quoted(text)).isEqualTo(quoted);
  }

  @Test
  void aTextAsAnExpressionFitsItselfAlone() {
    assertThat(PromText.literally("a.b|c(d)*+?[e]{f}^$\\"))
        .isEqualTo("a\\.b\\|c\\(d\\)\\*\\+\\?\\[e\\]\\{f\\}\\^\\$\\\\");
    assertThat(PromText.quoted("a\nb")).isEqualTo("\"a\\nb\"");
  }

  private List<Evidence> alerts() {
    return new PrometheusAlerts(pages.web("/prometheus"), pages.clock)
        .gather(question, pages.deadline());
  }

  @Test
  void theAlertsThatFireAreFound() {
    answers(
        """
        {"resultType":"vector","result":[
         {"metric":{"__name__":"ALERTS","alertname":"CartographerIAMTokenExchangeErrors",
           "alertstate":"firing","carrier":"dal1","severity":"critical"},"value":[1,"1"]},
         {"metric":{"__name__":"ALERTS","alertname":"CartographerIAMTokenExchangeErrors",
           "alertstate":"firing","carrier":"dal2","severity":"critical"},"value":[1,"1"]},
         {"metric":{"__name__":"ALERTS","alertname":"CartographerNoExchanges",
           "alertstate":"firing"},"value":[1,"1"]}]}
        """);

    assertThat(alerts())
        .extracting(Evidence::dependency, Evidence::reading)
        .containsExactly(
            tuple(Optional.of(Dependency.IAM), new Alerting(true)),
            tuple(Optional.empty(), new Noted(Circumstance.DEADLOCK)));
    assertThat(URLDecoder.decode(pages.asked().getFirst(), StandardCharsets.UTF_8))
        .contains("carrier=~\"dal1|dal2\"")
        .contains("Cartographer(IAM|LoggingService|MetricsService)TokenExchangeErrors");
  }

  @Test
  void noAlertIsNoStatement() {
    answers("{\"resultType\":\"vector\",\"result\":[]}");

    assertThat(alerts()).isEmpty();
  }

  @Test
  void aPrometheusThatCannotBeAskedImpairsMonitoring() {
    pages.answers("/prometheus/api/v1/query", Reply.of(503));

    assertThat(alerts())
        .extracting(Evidence::reading)
        .containsExactly(new Noted(Circumstance.MONITORING_IMPAIRED));
  }
}
