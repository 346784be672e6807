package dev.cartographer.escalation;

import static dev.cartographer.incident.Team.ARMADA_ICE;
import static dev.cartographer.incident.Team.IAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartographer.escalation.Situation.Evidence;
import dev.cartographer.escalation.Situation.Links;
import dev.cartographer.escalation.Situation.Mark;
import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Alert;
import dev.cartographer.incident.Course;
import dev.cartographer.incident.Effect;
import dev.cartographer.incident.Effect.News;
import dev.cartographer.incident.Effect.Why;
import dev.cartographer.incident.Event;
import dev.cartographer.incident.Incident;
import dev.cartographer.incident.Pace;
import dev.cartographer.verdict.Confidence;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Cause;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Verdict;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Links LINKS =
      new Links(
          Optional.of(URI.create("https://cartographer.example/incidents/42")),
          Optional.of(URI.create("https://grafana.example/d/armada-ice?orgId=1")),
          Optional.of(URI.create("https://runbooks.example/token-failure.html")));

  private static Situation situation(List<String> carriers, Evidence... evidence) {
    return new Situation(
        NOON.minusSeconds(120),
        List.of("us-south"),
        carriers,
        3_400,
        2,
        Optional.of(NOON.plusSeconds(45 * 60)),
        Optional.of(100),
        List.of(evidence),
        LINKS);
  }

  private static final Situation SITUATION =
      situation(
          IntStream.rangeClosed(1, 12).mapToObj(n -> "dal10-carrier" + n).toList(),
          new Evidence(Dependency.IAM, Mark.ILL, "Probe", "503 from 3 of 3 places", NOON),
          new Evidence(Dependency.IAM, Mark.ILL, "CIE", "INC123 is open", NOON),
          new Evidence(Dependency.IAM, Mark.UNKNOWN, "Status page", "unreachable", NOON),
          new Evidence(Dependency.LOGGING, Mark.ILL, "Probe", "slow", NOON));

  private static Incident judged(Verdict verdict) {
    var alerts = Set.of(new Alert(Dependency.IAM, "dal10-carrier1", "us-south", NOON));
    var opened = Incident.opened(alerts, NOON, Pace.DEFAULT);
    return Course.step(opened, new Event.Judged(verdict), NOON, Pace.DEFAULT).incident();
  }

  private static Verdict verdict(String rule, Outcome outcome, Confidence confidence) {
    return new Verdict(List.of(new Ruling(rule, Dependency.IAM, outcome, confidence)), List.of());
  }

  private static final Incident IAM_DOWN =
      judged(verdict("I1", new Outcome.AtFault(), Confidence.HIGH));
  private static final Incident OURS =
      judged(verdict("I8", new Outcome.Ourselves(Cause.OUR_CHANGE), Confidence.MEDIUM));

  private static StepTaken step(Incident after, Situation situation, Effect... effects) {
    return new StepTaken("42", 7, NOON, after, List.of(effects), situation);
  }

  private static List<Entry> orders(Plan plan, StepTaken step) {
    return new Orders(plan).of(step);
  }

  private static Order page(Plan plan, StepTaken step) {
    return ((Entry.Page) orders(plan, step).getFirst()).order();
  }

  @Test
  void aPageSaysWhatBrokeHowBadWhatToDoFirstAndWhyThem() {
    var page = page(Plans.LIVE, step(IAM_DOWN, SITUATION, new Effect.SendPage(IAM)));

    assertThat(page.key()).isEqualTo("42/7.0/page/IAM/iam");
    assertThat(page.sink()).isEqualTo("iam");
    assertThat(page.message().title())
        .isEqualTo("IAM token exchange fails on 12 carriers in us-south");
    assertThat(page.message().text())
        .isEqualTo(
            "IAM token exchange fails on 12 carriers in us-south since 11:58Z (100 % of exchanges)."
                + " 3,400 clusters can't renew; 2 dark; the next at 12:45Z."
                + " First: see whether IAM gives tokens in us-south."
                + " Why you: IAM is at fault (rule I1, high)."
                + " Probe: 503 from 3 of 3 places. CIE: INC123 is open.");
    assertThat(page.message().urgency()).isEqualTo(Message.Urgency.CRITICAL);
  }

  @Test
  void armadaIceIsToldWhatToLookAt() {
    var page = page(Plans.LIVE, step(OURS, SITUATION, new Effect.SendPage(ARMADA_ICE)));

    assertThat(page.message().text())
        .contains("First: take back what we changed in the hour before.")
        .contains("Why you: it began soon after we changed something (rule I8, medium).");
  }

  @Test
  void whoStandsInForTheSilentIsToldSo() {
    var refused = Course.step(IAM_DOWN, new Event.Refused(IAM), NOON, Pace.DEFAULT);

    var entries =
        orders(
            Plans.LIVE,
            new StepTaken("42", 8, NOON, refused.incident(), refused.effects(), SITUATION));

    assertThat(texts(entries))
        .anyMatch(text -> text.contains("Why you: IAM was paged, and did not take it."))
        .anyMatch(text ->
            text.startsWith(
                "IAM did not take the page, so armada ICE is paged too. IAM is at fault (rule"
                    + " I1, high). Paged: armada ICE."));
  }

  @Test
  void whenThereIsNoVerdictThePageSaysSo() {
    var opened = Incident.opened(Set.of(), NOON, Pace.DEFAULT);
    var step = Course.step(opened, new Event.NotJudged("late"), NOON, Pace.DEFAULT);

    var page = page(Plans.LIVE, step(step.incident(), SITUATION, new Effect.SendPage(ARMADA_ICE)));

    assertThat(page.message().title()).isEqualTo("Token exchange fails on 12 carriers in us-south");
    assertThat(page.message().text()).contains("Why you: there could be no verdict.");
    assertThat(page.message().urgency()).isEqualTo(Message.Urgency.ERROR);
  }

  @Test
  void aPageIsNeverLongerThanAPagerTakes() {
    var loud = new Evidence(Dependency.IAM, Mark.ILL, "Probe", "x".repeat(900), NOON);
    var situation = situation(List.of("c"), Collections.nCopies(20, loud).toArray(Evidence[]::new));

    var text =
        page(Plans.LIVE, step(IAM_DOWN, situation, new Effect.SendPage(IAM))).message().text();

    assertThat(text).hasSize(1024).endsWith("…").contains("Why you: IAM is at fault");
  }

  @Test
  void foreignNamesLoseAllThatIsNoName() {
    var situation =
        new Situation(
            NOON,
            List.of("<!channel>"),
            List.of("`@armada`](http://evil.example)\n\u202E_x_"),
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            LINKS);

    var message = page(Plans.LIVE, step(IAM_DOWN, situation, new Effect.SendPage(IAM))).message();

    assertThat(message.title())
        .isEqualTo(
            "IAM token exchange fails on carrier ··armada···http···evil.example····x· in"
                + " ··channel·");
    assertThat(message.text()).contains("No cluster is known to suffer yet.");
    assertThat(message.links().get(1).href())
        .startsWith("https://grafana.example/d/armada-ice?orgId=1&var-carrier=%60%40armada%60%5D");
  }

  @Test
  void newsGoToTheIssueThenToChatAndCopies() {
    var entries = orders(Plans.LIVE, step(IAM_DOWN, SITUATION, new Effect.Tell(News.DECIDED)));

    assertThat(entries)
        .extracting(entry -> ((Entry.Put) entry).order())
        .extracting(Order::sink, order -> order.after().orElse("-"))
        .containsExactly(
            tuple("issues", "-"),
            tuple("chat", "42/7.0/tell/armada-api/issues"),
            tuple("events", "42/7.0/tell/armada-api/issues"));
    assertThat(texts(entries).getFirst()).isEqualTo("IAM is at fault (rule I1, high). Paged: IAM.");
  }

  @Test
  void theEndGoesWhereTheBeginningWent() {
    var entries =
        orders(
            Plans.LIVE,
            step(
                IAM_DOWN,
                SITUATION,
                new Effect.EndPage(IAM, Why.HANDED_OVER),
                new Effect.Tell(News.RESOLVED),
                new Effect.CloseIssue()));

    assertThat(entries)
        .extracting(entry -> (Entry.Follow) entry)
        .extracting(follow -> follow.order().key() + " after " + follow.before())
        .containsExactly(
            "42/7.0/end/IAM after PAGE",
            "42/7.1/tell/armada-api after TELL",
            "42/7.2/close/armada-api after TELL");
  }

  @Test
  void aTeamThatIsNotWokenIsToldInItsOwnChat() {
    var plan = Plans.with(IAM, Plans.chatOnly(IAM, "iam-chat"));

    var entries = orders(plan, step(IAM_DOWN, SITUATION, new Effect.SendPage(IAM)));

    assertThat(((Entry.Page) entries.get(0)).order().sink()).isEmpty();
    assertThat(((Entry.Put) entries.get(1)).order())
        .extracting(Order::sink, Order::team)
        .containsExactly("iam-chat", IAM);
  }

  @Test
  void theSameStepAlwaysGivesTheSameOrders() {
    var step = step(IAM_DOWN, SITUATION, new Effect.SendPage(IAM), new Effect.Tell(News.DECIDED));

    assertThat(orders(Plans.LIVE, step)).isEqualTo(orders(Plans.LIVE, step));
  }

  private static List<String> texts(List<Entry> entries) {
    return entries.stream().map(OrdersTest::order).map(order -> order.message().text()).toList();
  }

  private static Order order(Entry entry) {
    return switch (entry) {
      case Entry.Put(var order) -> order;
      case Entry.Page(var order, var _, var _) -> order;
      case Entry.Follow(var order, var _) -> order;
    };
  }
}
