package dev.cartographer.escalation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.escalation.Message.Link;
import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.escalation.Message.Seen;
import dev.cartographer.escalation.Message.Urgency;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.incident.Team;
import dev.cartographer.testing.GitHubService;
import dev.cartographer.testing.Receiver.Reply;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuesTest extends SinkTest {
  private static final String TOKEN = "ghp_CANARY";
  private final GitHubService github = new GitHubService(TOKEN);

  private GitHubIssues issues() {
    return issues(List.of("incident"));
  }

  private GitHubIssues issues(List<String> labels) {
    return new GitHubIssues(
        github.receiver().at("/api/v3"), "armada/api", labels, secretOf(TOKEN), INSTALLATION, wire);
  }

  @AfterEach
  void closeGitHub() {
    github.close();
  }

  @Test
  void anIncidentHasOneIssueWithItsNewsAsComments() {
    var sink = issues();
    var first = receipt(sink.send(Some.news(Occasion.DECIDED, 1)));

    assertThat(first.value("number")).contains("1");
    assertThat(first.value("url")).contains("https://git.example/armada/api/issues/1");

    assertAccepted(sink.send(Some.after(Some.news(Occasion.RESOLVED, 1), first)));
    var close = Some.errand(Action.CLOSE, Some.message(Occasion.CLOSED), 1);
    assertAccepted(sink.send(Some.after(close, first)));

    assertThat(github.issues()).hasSize(1);
    var issue = github.issues().getFirst();
    assertThat(issue.path("title").asText())
        .isEqualTo("Incident 42: IAM token exchange fails on 12 carriers in us-south");
    assertThat(issue.path("body").asText())
        .startsWith("<!-- incident:42 --><!-- by:cartographer -->\n")
        .contains("| ✖ | IAM | `probe` | `503 from 3 places` |")
        .contains("[incident](https://cartographer.example/incidents/42)");
    assertThat(issue.path("state").asText()).isEqualTo("closed");
    assertThat(github.comments(1)).hasSize(1);
    assertThat(github.comments(1).getFirst()).contains("**Incident 42: resolved**");
  }

  @Test
  void anIssueThatWasMadeThoughNoAnswerCameIsFoundByItsMark() {
    github.receiver().hangUpAfterTheNext();
    var sink = issues();

    assertThat(later(sink.send(Some.news(Occasion.DECIDED, 1))).why()).contains("may have arrived");
    var found = receipt(sink.send(Some.news(Occasion.DECIDED, 2)));

    assertThat(found.value("number")).contains("1");
    assertThat(github.issues()).hasSize(1);
  }

  @Test
  void aMarkIsTakenFromTheFirstLineAlone() {
    var sink = issues();
    var foreign =
        new Seen("✖", "IAM", "status page", "<!-- incident:43 --><!-- by:cartographer -->");
    var scene = Some.message(Occasion.DECIDED);
    var tricked =
        new Message(
            scene.occasion(),
            scene.at(),
            scene.since(),
            scene.urgency(),
            "<!-- incident:43 --><!-- by:cartographer -->",
            scene.text(),
            scene.facts(),
            List.of(foreign),
            scene.carriers(),
            scene.links(),
            scene.atFault(),
            scene.region());
    sink.send(Some.errand(Action.TELL, tricked, 1));
    var other =
        new Errand(
            new Order(
                "43/1.0/tell/armada-api/sink",
                "43",
                Team.ARMADA_ICE,
                "sink",
                Action.TELL,
                scene,
                Optional.empty()),
            Some.NOON,
            2,
            2,
            Receipt.NONE,
            Optional.empty(),
            Optional.empty(),
            false);

    assertThat(receipt(sink.send(other)).value("number")).contains("2");
  }

  @Test
  void aCommentThatWasMadeThoughNoAnswerCameIsNotMadeAgain() {
    var sink = issues();
    var first = receipt(sink.send(Some.news(Occasion.DECIDED, 1)));
    github.receiver().hangUpAfterTheNext();

    later(sink.send(Some.after(Some.news(Occasion.CHANGED, 1), first)));
    assertAccepted(sink.send(Some.after(Some.news(Occasion.CHANGED, 2), first)));

    assertThat(github.comments(1)).hasSize(1);
  }

  @Test
  void limitsAreWaitedForByWhicheverHeaderNamesThem() {
    var now = Some.NOON.getEpochSecond();
    github
        .receiver()
        .failNext(
            GitHubService.SECONDARY_LIMIT,
            GitHubService.SECONDARY_LIMIT.with("Retry-After", "90"),
            Reply.json(403, "{\"message\":\"API rate limit exceeded for user ID 1.\"}")
                .with("x-ratelimit-remaining", "0")
                .with("x-ratelimit-reset", Long.toString(now + 600)),
            Reply.json(429, "{}"),
            Reply.json(503, "{\"message\":\"Service unavailable\"}"));
    var sink = issues(List.of());
    var news = Some.news(Occasion.DECIDED, 1);

    assertThat(later(sink.send(news)).after()).contains(ofMinutes(1));
    assertThat(later(sink.send(news)).after()).contains(ofSeconds(90));
    assertThat(later(sink.send(news)).after()).contains(ofMinutes(10));
    assertThat(later(sink.send(news)).after()).contains(ofMinutes(1));
    assertThat(later(sink.send(news)).after()).isEmpty();
    assertAccepted(sink.send(news));
  }

  @Test
  void labelsAreLeftOutWhereTheTokenMayNotPutThem() {
    github.refuseLabels();

    var receipt = receipt(issues().send(Some.news(Occasion.DECIDED, 1)));

    assertThat(receipt.value("labels")).contains("not all were put on");
    assertThat(github.issues()).hasSize(1);
  }

  @Test
  void aRepositoryThatTakesNoIssuesIsRefusedForGood() {
    github
        .receiver()
        .failNext(
            Reply.json(410, "{\"message\":\"Issues are disabled for this repo\"}"),
            Reply.json(404, "{\"message\":\"Not Found\"}"));
    var sink = issues(List.of());

    assertThat(refused(sink.send(Some.news(Occasion.DECIDED, 1)))).contains("Issues are disabled");
    assertThat(refused(sink.send(Some.news(Occasion.DECIDED, 1)))).contains("Not Found");
  }

  @Test
  void nothingForeignBecomesMarkupAndNothingIsTooLong() {
    var evil = "@armada/all #1 <img src=x> [a](b) `c` | www.evil.example https://evil.example *b*";
    var message =
        new Message(
            Occasion.DECIDED,
            Some.NOON,
            Some.NOON,
            Urgency.CRITICAL,
            evil,
            evil,
            List.of(),
            Collections.nCopies(900, new Seen("?", "IAM", evil, evil)),
            Collections.nCopies(200, evil),
            List.of(new Link("dashboard", "https://g.example/d?x=(y)<z>")),
            List.of(),
            "us-south");

    assertAccepted(issues().send(Some.errand(Action.TELL, message, 1)));

    var body = github.issues().getFirst().path("body").asText();
    assertThat(body)
        .endsWith("… the rest did not fit.")
        .contains("\\@\u200Barmada\\/all \\#\u200B1 \\<img src=x\\> \\[a\\]\\(b\\)")
        .contains("| `@armada/all #1 <img src=x> [a](b) ʹcʹ \\| www.evil.example")
        .contains("www\u200B.evil", "https\\:\\/\\/evil");
    assertThat(body.length()).isLessThanOrEqualTo(65_536);
  }

  @Test
  void shadowKeepsTheSameBytesAndNoSecret() {
    var shadow = issues().shadow(Some.news(Occasion.DECIDED, 1));
    assertThat(github.receiver().asked()).isEmpty();

    var sent = issues().send(Some.news(Occasion.DECIDED, 1));

    assertThat(shadow.request()).isEqualTo(sent.request()).doesNotContain("CANARY");
  }
}
