package dev.cartographer.escalation;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.testing.AlertmanagerService;
import dev.cartographer.testing.EventService;
import dev.cartographer.testing.Receiver.Reply;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopiesTest extends SinkTest {
  private static final String TOKEN = "CANARY-bearer";

  @Test
  void alertmanagerIsToldWhichDependencyIsDownAgainAndAgain() {
    try (var service = new AlertmanagerService()) {
      var sink = new Alertmanager(service.receiver().at(), Optional.empty(), wire);

      var sent = sink.send(Some.news(Occasion.DECIDED, 1));

      assertThat(sent.outcome())
          .isEqualTo(new Outcome.Accepted(Receipt.NONE, Optional.of(ofMinutes(1))));
      assertThat(service.firing()).containsExactly("iam");
      var labels = service.receiver().asked().getFirst().json().get(0).path("labels");
      assertThat(labels.path("alertname").asText()).isEqualTo("DependencyDown");
      assertThat(labels.path("region").asText()).isEqualTo("us-south");
    }
  }

  @Test
  void alertmanagerIsToldTheEndForFiveMinutes() {
    try (var service = new AlertmanagerService()) {
      var sink = new Alertmanager(service.receiver().at(), Optional.empty(), wire);
      sink.send(Some.news(Occasion.DECIDED, 1));

      sink.send(Some.news(Occasion.RESOLVED, 1));
      clock.advance(ofMinutes(6));
      var last = sink.send(Some.news(Occasion.RESOLVED, 2));

      assertThat(service.firing()).isEmpty();
      assertThat(last.outcome()).isEqualTo(new Outcome.Accepted(Receipt.NONE, Optional.empty()));
    }
  }

  @Test
  void anEventThatComesTwiceHasTheSameId() {
    try (var service = new EventService(TOKEN)) {
      var sink =
          new EventWebhook(
              service.receiver().at("/events"), Optional.of(secretOf(TOKEN)), INSTALLATION, wire);
      service.receiver().hangUpAfterTheNext();

      later(sink.send(Some.page(1)));
      var sent = sink.send(Some.page(2));

      assertAccepted(sent);
      assertThat(service.receiver().asked()).hasSize(2);
      var event = service.events().getFirst();
      assertThat(service.events()).hasSize(1);
      assertThat(event.path("type").asText()).isEqualTo("dev.cartographer.incident.paged");
      assertThat(event.path("source").asText()).isEqualTo("/cartographer/incidents");
      assertThat(event.path("subject").asText()).isEqualTo("42");
      assertThat(event.path("data").path("team").asText()).isEqualTo("IAM");
      assertThat(sent.toString() + sink.shadow(Some.page(1))).doesNotContain("CANARY");
    }
  }

  @Test
  void anEndpointThatRefusesIsNotAskedAgain() {
    try (var service = new EventService("another")) {
      var sink =
          new EventWebhook(
              service.receiver().at(), Optional.of(secretOf(TOKEN)), INSTALLATION, wire);

      assertThat(refused(sink.send(Some.page(1)))).contains("401 who are you?");

      service.receiver().failNext(Reply.text(429, "slow down").with("Retry-After", "soon"));

      assertThat(later(sink.send(Some.page(1))).after()).isEmpty();
    }
  }

  @Test
  void whatAServerEchoesOfASecretIsNotKept() {
    try (var service = new EventService(TOKEN)) {
      var sink =
          new EventWebhook(
              service.receiver().at(), Optional.of(secretOf(TOKEN)), INSTALLATION, wire);
      service.receiver().failNext(Reply.text(400, "bad token " + TOKEN + "\n\u202Eand more"));

      var sent = sink.send(Some.page(1));

      assertThat(refused(sent)).contains("bad token ***").doesNotContain("\n", "\u202E");
      assertThat(sent.toString()).doesNotContain("CANARY");
    }
  }
}
