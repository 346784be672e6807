package dev.cartographer.escalation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.escalation.Message.Urgency;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.testing.OpsgenieService;
import dev.cartographer.testing.PagerDutyService;
import dev.cartographer.testing.Receiver.Reply;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagersTest extends SinkTest {
  private PagerDuty pagerDuty(PagerDutyService service) {
    return new PagerDuty(service.receiver().at(), secretOf(KEY), INSTALLATION, wire);
  }

  private Opsgenie opsgenie(OpsgenieService service) {
    return new Opsgenie(
        service.receiver().at(), secretOf(KEY), Optional.of("IAM"), INSTALLATION, wire);
  }

  @Test
  void aPageThatComesTwiceWakesOnceAndItsEndEndsIt() {
    try (var service = new PagerDutyService(KEY)) {
      var sink = pagerDuty(service);

      assertAccepted(sink.send(Some.page(1)));
      assertAccepted(sink.send(Some.page(2)));

      assertThat(service.woken())
          .containsExactly("IAM token exchange fails on 12 carriers in us-south since 11:58Z.");
      assertThat(service.open()).containsExactly("cartographer/42/IAM");

      assertAccepted(sink.send(Some.end()));

      assertThat(service.open()).isEmpty();
    }
  }

  @Test
  void anEventSaysWhatBrokeAndWhereToLook() {
    try (var service = new PagerDutyService(KEY)) {
      pagerDuty(service).send(Some.page(1));

      var event = service.receiver().asked().getFirst().json();
      assertThat(event.path("payload").path("severity").asText()).isEqualTo("critical");
      assertThat(event.path("payload").path("source").asText()).isEqualTo("cartographer");
      assertThat(event.path("payload").path("component").asText()).isEqualTo("iam");
      assertThat(event.path("payload").path("custom_details").path("evidence").get(0).asText())
          .isEqualTo("✖ IAM, probe: 503 from 3 places");
      assertThat(event.path("links").get(0).path("href").asText())
          .isEqualTo("https://cartographer.example/incidents/42");
    }
  }

  @Test
  void whatDoesNotFitIsLeftOut() {
    var carriers = Collections.nCopies(9_000, "x".repeat(80));
    var tooLong =
        new Message(
            Occasion.PAGED,
            Some.NOON,
            Some.NOON,
            Urgency.ERROR,
            "𝔗".repeat(2_000),
            "𝔗".repeat(2_000),
            List.of(),
            List.of(),
            carriers,
            List.of(),
            List.of(),
            "global");
    try (var service = new PagerDutyService(KEY);
        var genie = new OpsgenieService(KEY)) {
      assertAccepted(pagerDuty(service).send(Some.errand(Action.PAGE, tooLong, 1)));
      assertThat(later(opsgenie(genie).send(Some.errand(Action.PAGE, tooLong, 1))).why())
          .isEqualTo("taken, and not processed yet");

      var payload = service.receiver().asked().getFirst().json().path("payload");
      assertThat(payload.has("custom_details")).isFalse();
      assertThat(payload.path("summary").asText()).endsWith("…").hasSize(2 * 1023 + 1);
      assertThat(payload.path("severity").asText()).isEqualTo("error");
    }
  }

  @Test
  void aPagerThatIsTooBusyIsAskedAgainWhenItWantsToBe() {
    try (var service = new PagerDutyService(KEY)) {
      var sink = pagerDuty(service);
      service
          .receiver()
          .failNext(
              PagerDutyService.THROTTLED,
              PagerDutyService.THROTTLED.with("Retry-After", "40"),
              Reply.text(502, "<html>bad gateway</html>"),
              Reply.text(408, ""),
              PagerDutyService.THROTTLED.with("Retry-After", "7200"));

      assertThat(later(sink.send(Some.page(1))).after()).isEmpty();
      assertThat(later(sink.send(Some.page(2))).after()).contains(ofSeconds(40));
      assertThat(later(sink.send(Some.page(3))).why()).contains("502");
      assertThat(later(sink.send(Some.page(4))).why()).contains("408");
      assertThat(later(sink.send(Some.page(5))).after()).contains(ofMinutes(60));
      assertAccepted(sink.send(Some.page(6)));

      assertThat(service.woken()).hasSize(1);
    }
  }

  @Test
  void anUnknownRoutingKeyIsRefusedForGoodAndNotShown() {
    try (var service = new PagerDutyService("ffffffffffffffffffffffffffffffff")) {
      var sent = pagerDuty(service).send(Some.page(1));

      assertThat(refused(sent))
          .startsWith("the receiver answered 400")
          .contains("Invalid routing key");
      assertThat(sent.toString()).doesNotContain("CANARY");
      assertThat(sent.request()).contains("\"routing_key\":\"***\"");
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (var service = new PagerDutyService(KEY);
        var other = new PagerDutyService(KEY)) {
      var elsewhere = other.receiver().at("/v2/enqueue").uri().toString();
      service.receiver().failNext(Reply.text(307, "").with("Location", elsewhere));

      assertThat(refused(pagerDuty(service).send(Some.page(1)))).contains("307");
      assertThat(other.receiver().asked()).isEmpty();
    }
  }

  @Test
  void anAnswerThatIsLostIsSaidToBe() {
    try (var service = new PagerDutyService(KEY)) {
      service.receiver().hangUpAfterTheNext();

      assertThat(later(pagerDuty(service).send(Some.page(1))).why())
          .endsWith("; it may have arrived");
      assertAccepted(pagerDuty(service).send(Some.page(2)));

      assertThat(service.woken()).hasSize(1);
    }
  }

  @Test
  void nobodyListeningIsTriedAgain() {
    PagerDuty gone;
    try (var service = new PagerDutyService(KEY)) {
      gone = pagerDuty(service);
    }

    assertThat(later(gone.send(Some.page(1))).why())
        .isEqualTo("the receiver refused the connection");
  }

  @Test
  void shadowKeepsTheSameBytesAndOpensNoSocket() {
    try (var service = new PagerDutyService(KEY)) {
      var shadow = pagerDuty(service).shadow(Some.page(1));
      assertThat(service.receiver().asked()).isEmpty();

      var sent = pagerDuty(service).send(Some.page(1));

      assertThat(shadow.request()).isEqualTo(sent.request()).doesNotContain("CANARY");
      assertThat(service.receiver().asked().getFirst().body())
          .isEqualTo(shadow.request().split("\n\n", 2)[1].replace("***", KEY));
    }
  }

  @Test
  void opsgenieHasTakenAnAlertOnceItHasProcessedIt() {
    try (var service = new OpsgenieService(KEY)) {
      var sink = opsgenie(service);
      var first = sink.send(Some.page(1));
      assertThat(later(first).after()).contains(ofSeconds(2));

      var second = Some.goingOn(Some.page(1), first.outcome());
      var asked = sink.send(second);
      assertThat(later(asked).why()).isEqualTo("taken, and not processed yet");
      var third = Some.goingOn(second, asked.outcome());

      assertThat(receipt(sink.send(third)).value("alias")).contains("cartographer/42/IAM");
      assertThat(service.open()).containsExactly("cartographer/42/IAM");
      assertThat(service.alerts().getFirst().path("priority").asText()).isEqualTo("P1");
      assertThat(service.alerts().getFirst().path("responders").get(0).path("name").asText())
          .isEqualTo("IAM");
    }
  }

  @Test
  void anAlertThatIsGoneNeedNotBeClosed() {
    try (var service = new OpsgenieService(KEY)) {
      var sink = opsgenie(service);
      var errand = Some.end();
      var sent = sink.send(errand);
      while (sent.outcome() instanceof Outcome.Later && errand.attempt() < 5) {
        errand = Some.goingOn(errand, sent.outcome());
        sent = sink.send(errand);
      }

      assertAccepted(sent);
      assertThat(service.receiver().asked("POST").getFirst().target())
          .isEqualTo("/v2/alerts/cartographer%2F42%2FIAM/close?identifierType=alias");
    }
  }

  @Test
  void aKeyThatOpsgenieDoesNotKnowIsRefusedForGood() {
    try (var service = new OpsgenieService("another")) {
      var sent = opsgenie(service).send(Some.page(1));

      assertThat(refused(sent)).contains("422").contains("Key format is not valid!");
      assertThat(sent.toString()).doesNotContain("CANARY");
    }
  }
}
