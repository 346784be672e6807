package dev.cartographer.escalation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.escalation.Message.Fact;
import dev.cartographer.escalation.Message.Link;
import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.escalation.Message.Seen;
import dev.cartographer.escalation.Message.Urgency;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.testing.Receiver.Reply;
import dev.cartographer.testing.SlackService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatTest extends SinkTest {
  private static final String HOOK = "/services/T0/B0/CANARYxyz";
  private static final String TOKEN = "xoxb-CANARY";

  /** Whatever a label or a status page may hold. */
  private static final String EVIL =
      "<!channel> <@U1> *b* `c` ~s~ _i_ & <https://evil.example|x> @here |";

  private final SlackService slack = new SlackService(HOOK, TOKEN);

  private SlackWebhook webhook() {
    return new SlackWebhook(secretOf(slack.receiver().at(HOOK).uri().toString()), wire);
  }

  private SlackBot bot() {
    return new SlackBot(slack.receiver().at("/api"), secretOf(TOKEN), SlackService.CHANNEL, wire);
  }

  private static Message evil() {
    return new Message(
        Occasion.DECIDED,
        Some.NOON,
        Some.NOON,
        Urgency.CRITICAL,
        EVIL,
        EVIL.repeat(80),
        List.of(new Fact("Verdict", EVIL.repeat(60))),
        Collections.nCopies(100, new Seen("✖", "IAM", EVIL, EVIL.repeat(4))),
        Collections.nCopies(200, EVIL),
        List.of(new Link("dashboard", "https://g.example/d?var-carrier=%3C%21channel%3E&x=|>")),
        List.of("iam"),
        "us-south");
  }

  @Test
  void aWebhookIsTakenWhenItSaysOk() {
    assertAccepted(webhook().send(Some.news(Occasion.DECIDED, 1)));

    var message = slack.messages().getFirst();
    assertThat(message.path("text").asText())
        .startsWith("Incident 42: who is at fault\nIAM token exchange fails");
    assertThat(texts(message))
        .contains("✖ IAM, `probe` `503 from 3 places`\n? IAM, `CIE` `–`")
        .contains("`dal10-carrier1` `dal10-carrier2`")
        .contains("<https://cartographer.example/incidents/42|incident>");
  }

  @Test
  void whatIsNotOkIsNotTaken() {
    slack
        .receiver()
        .failNext(
            Reply.text(200, "<html>proxy</html>"),
            SlackService.rateLimited(30),
            Reply.text(500, "rollup_error"),
            Reply.text(404, "no_service"),
            Reply.text(410, "channel_is_archived"));
    var sink = webhook();

    assertThat(later(sink.send(Some.news(Occasion.DECIDED, 1))).why()).contains("200 <html>proxy");
    assertThat(later(sink.send(Some.news(Occasion.DECIDED, 1))).after()).contains(ofSeconds(30));
    assertThat(later(sink.send(Some.news(Occasion.DECIDED, 1))).why()).contains("rollup_error");
    assertThat(refused(sink.send(Some.news(Occasion.DECIDED, 1)))).contains("no_service");
    assertThat(refused(sink.send(Some.news(Occasion.DECIDED, 1)))).contains("channel_is_archived");
  }

  @Test
  void blocksThatAreRefusedAreSaidInPlainText() {
    slack.refuseBlocks();

    assertAccepted(webhook().send(Some.news(Occasion.DECIDED, 1)));
    assertAccepted(bot().send(Some.news(Occasion.DECIDED, 1)));

    assertThat(slack.messages()).hasSize(2).noneMatch(message -> message.has("blocks"));
  }

  @Test
  void nothingForeignBecomesMarkupAndNothingIsTooLong() {
    assertAccepted(webhook().send(Some.errand(Action.TELL, evil(), 1)));
    assertAccepted(bot().send(Some.errand(Action.TELL, evil(), 1)));

    for (var message : slack.messages()) {
      var said = message.path("text").asText() + String.join("\n", texts(message));
      assertThat(said.replace("|dashboard>", ""))
          .doesNotContain("<!", "<@", "|x>")
          .contains("&lt;!channel&gt;", "… and 94 more");
      assertThat(said.replaceAll("`[^`]*`", "")).doesNotContain("*b*", "~s~", "_i_", "`");
    }
    assertThat(links(slack.messages().getFirst()))
        .isEqualTo("<https://g.example/d?var-carrier=%3C%21channel%3E&amp;x=%7C%3E|dashboard>");
  }

  @Test
  void aBotKeepsOneMessageUpToDateAndTellsTheNewsBelowIt() {
    var sink = bot();
    var first = receipt(sink.send(Some.news(Occasion.DECIDED, 1)));
    var news = Some.after(Some.news(Occasion.RESOLVED, 1), first);

    assertAccepted(sink.send(news));

    assertThat(slack.messages()).hasSize(2);
    assertThat(heading(slack.messages().getFirst())).isEqualTo("Incident 42: resolved");
    assertThat(slack.messages().getLast().path("thread_ts").asText())
        .isEqualTo(first.value("ts").orElseThrow());
    assertThat(slack.messages().getLast().path("unfurl_links").asBoolean()).isFalse();
  }

  @Test
  void whatWasPostedThoughNoAnswerCameIsNotPostedAgain() {
    slack.receiver().hangUpAfterTheNext();
    var sink = bot();

    assertThat(later(sink.send(Some.news(Occasion.DECIDED, 1))).why()).contains("may have arrived");
    var found = receipt(sink.send(Some.news(Occasion.DECIDED, 2)));

    assertThat(slack.messages()).hasSize(1);
    assertThat(found.value("ts")).contains("1767268800.000001");
  }

  @Test
  void aBotThatMayNotReadPostsAgainRatherThanNever() {
    slack.hideHistory();
    slack.receiver().hangUpAfterTheNext();
    var sink = bot();
    sink.send(Some.news(Occasion.DECIDED, 1));

    assertAccepted(sink.send(Some.news(Occasion.DECIDED, 2)));

    assertThat(slack.messages()).hasSize(2);
  }

  @Test
  void twoHundredIsNoSuccessOfItself() {
    slack
        .receiver()
        .failNext(
            Reply.json(200, "{\"ok\":false,\"error\":\"internal_error\"}"),
            SlackService.rateLimited(3),
            Reply.json(200, "{\"ok\":false,\"error\":\"not_in_channel\"}"));
    var sink = bot();

    assertThat(later(sink.send(Some.news(Occasion.DECIDED, 1))).why()).contains("internal_error");
    assertThat(later(sink.send(Some.news(Occasion.DECIDED, 1))).after()).contains(ofSeconds(3));
    assertThat(refused(sink.send(Some.news(Occasion.DECIDED, 1)))).contains("not_in_channel");
  }

  @Test
  void aMessageThatIsGoneDoesNotKeepTheNewsBack() {
    var gone = Receipt.of("channel", SlackService.CHANNEL).with("ts", "1.0");

    assertAccepted(bot().send(Some.after(Some.news(Occasion.CHANGED, 1), gone)));

    assertThat(slack.messages()).hasSize(1);
  }

  @Test
  void noSecretIsKept() {
    var sent = webhook().send(Some.news(Occasion.DECIDED, 1));
    var shadow = webhook().shadow(Some.news(Occasion.DECIDED, 1));
    var byBot = bot().send(Some.news(Occasion.DECIDED, 1));

    assertThat(sent.toString() + shadow + byBot).doesNotContain("CANARY").contains("POST ***");
    assertThat(sent.request()).isEqualTo(shadow.request());
  }

  @Test
  void aSecretThatIsNoAddressIsRefusedAndNotShown() {
    var sink = new SlackWebhook(secretOf("ftp://CANARY here"), wire);

    var sent = sink.send(Some.news(Occasion.DECIDED, 1));

    assertThat(refused(sent)).isEqualTo("the secret of this sink is no https address");
  }

  private static List<String> texts(ObjectNode message) {
    var texts = new ArrayList<String>();
    for (var block : message.path("blocks")) {
      block.path("fields").forEach(field -> texts.add(field.path("text").asText()));
      texts.add(block.path("text").path("text").asText());
    }
    return texts;
  }

  private static String heading(ObjectNode message) {
    return message.path("blocks").get(0).path("text").path("text").asText();
  }

  private static String links(ObjectNode message) {
    return message
        .path("blocks")
        .get(message.path("blocks").size() - 1)
        .path("text")
        .path("text")
        .asText();
  }

  @AfterEach
  void closeSlack() {
    slack.close();
  }
}
