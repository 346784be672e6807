package dev.cartographer.store;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.escalation.Brakes;
import dev.cartographer.escalation.Done;
import dev.cartographer.escalation.Entry;
import dev.cartographer.escalation.Errand;
import dev.cartographer.escalation.Message;
import dev.cartographer.escalation.Message.Fact;
import dev.cartographer.escalation.Message.Link;
import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.escalation.Message.Seen;
import dev.cartographer.escalation.Message.Urgency;
import dev.cartographer.escalation.Order;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.escalation.Outbox.Untold;
import dev.cartographer.escalation.PageFate;
import dev.cartographer.escalation.Receipt;
import dev.cartographer.escalation.Result;
import dev.cartographer.incident.Team;
import dev.cartographer.testing.RealPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LEASE = ofSeconds(30);

  private static Database database;
  private static OutboxTable outbox;

  @BeforeAll
  static void open() {
    database = RealPostgres.newDatabase();
    outbox = new OutboxTable(database, Brakes.DEFAULT);
  }

  @BeforeEach
  void empty() {
    database.with((Handle h) -> h.execute("truncate outbox"));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Message message(Occasion occasion) {
    return new Message(
        occasion,
        NOON,
        NOON,
        Urgency.CRITICAL,
        "title",
        "text",
        List.of(new Fact("Since", "12:00Z")),
        List.of(new Seen("✖", "IAM", "probe", "503")),
        List.of("dal10-carrier1"),
        List.of(new Link("incident", "https://cartographer.example/42")),
        List.of("iam"),
        "us-south");
  }

  private static Order order(String incident, int step, Team team, Action action, String sink) {
    return new Order(
        String.join("/", incident, step + ".0", action.word(), team.key(), sink),
        incident,
        team,
        sink,
        action,
        message(action == Action.PAGE ? Occasion.PAGED : Occasion.DECIDED),
        Optional.empty());
  }

  private static Entry page(String incident, int step, Team team, String sink) {
    return new Entry.Page(order(incident, step, team, Action.PAGE, sink), digest(), false);
  }

  private static Order digest() {
    return new Order(
        "digest/2026-01-01T12",
        "digest-2026-01-01T12",
        Team.ARMADA_ICE,
        "ice",
        Action.PAGE,
        message(Occasion.DIGEST),
        Optional.empty());
  }

  private static Entry tell(String incident, int step, String sink) {
    return new Entry.Put(order(incident, step, Team.ARMADA_ICE, Action.TELL, sink));
  }

  private static Entry follow(String incident, int step, Team team, Action action, Action before) {
    var order =
        new Order(
            String.join("/", incident, step + ".0", action.word(), team.key()),
            incident,
            team,
            "",
            action,
            message(Occasion.PAGE_ENDED),
            Optional.empty());
    return new Entry.Follow(order, before);
  }

  private void put(Instant now, Entry... entries) {
    database.inTransaction((Handle h) -> {
      outbox.put(h, List.of(entries), now);
      return 0;
    });
  }

  private List<Errand> claim(Instant now) {
    return outbox.claim(Set.of(), now, LEASE);
  }

  private Errand only(Instant now) {
    var claimed = claim(now);
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  private void record(Errand errand, Result result, Instant now) {
    outbox.record(errand, new Done(result, "POST", "202"), Optional.empty(), now);
  }

  private static Result accepted() {
    return new Result.Accepted(Receipt.NONE, Optional.empty());
  }

  private List<String> keys(String state) {
    return database.with((Handle h) ->
        h.createQuery("select key from outbox where state = :state order by id")
            .bind("state", state)
            .mapTo(String.class)
            .list());
  }

  @Test
  void whatIsPutIsClaimedAsItWas() {
    put(NOON, page("42", 1, Team.IAM, "iam"));

    var errand = only(NOON);

    assertThat(errand.order()).isEqualTo(order("42", 1, Team.IAM, Action.PAGE, "iam"));
    assertThat(errand.attempt()).isEqualTo(1);
    assertThat(errand.writtenAt()).isEqualTo(NOON);
    assertThat(errand.thread()).isEmpty();
    assertThat(errand.issue()).isEmpty();
    assertThat(errand.shadows()).isFalse();
  }

  @Test
  void theSameStepTakenAgainPutsNothingMore() {
    put(NOON, page("42", 1, Team.IAM, "iam"), tell("42", 1, "chat"));
    put(NOON, page("42", 1, Team.IAM, "iam"), tell("42", 1, "chat"));

    assertThat(keys("waiting")).hasSize(2);
  }

  @Test
  void aStepThatIsRolledBackSendsNothing() {
    try {
      database.inTransaction((Handle h) -> {
        outbox.put(h, List.of(page("42", 1, Team.IAM, "iam")), NOON);
        throw new IllegalStateException("killed");
      });
    } catch (IllegalStateException killed) {
      assertThat(killed).hasMessage("killed");
    }

    assertThat(claim(NOON)).isEmpty();
  }

  @Test
  void whatADeadProcessHadClaimedComesDueByItself() {
    put(NOON, page("42", 1, Team.IAM, "iam"));
    var dead = only(NOON);

    assertThat(claim(NOON.plusSeconds(29))).isEmpty();
    var again = only(NOON.plusSeconds(30));

    assertThat(again.attempt()).isEqualTo(2);
    record(dead, new Result.Refused("too late", List.of()), NOON.plusSeconds(31));
    record(again, accepted(), NOON.plusSeconds(31));
    assertThat(keys("accepted")).hasSize(1);
  }

  @Test
  void oneOrderForEachSinkAndThoseOfAnIncidentInTheirOrder() {
    put(
        NOON,
        tell("42", 1, "chat"),
        tell("42", 2, "chat"),
        tell("43", 1, "chat"),
        page("42", 1, Team.IAM, "iam"));

    var first = claim(NOON);
    assertThat(first).extracting(e -> e.order().sink()).containsExactlyInAnyOrder("chat", "iam");
    assertThat(outbox.claim(Set.of("chat"), NOON, LEASE)).isEmpty();

    // The second word of 42 waits for the first; that of 43 does not.
    assertThat(only(NOON).order().incident()).isEqualTo("43");
    assertThat(claim(NOON)).isEmpty();
    first.forEach(errand -> record(errand, accepted(), NOON));
    assertThat(only(NOON).order().key()).startsWith("42/2.0");
  }

  @Test
  void aFailedAttemptIsRepeatedWhenItIsTime() {
    put(NOON, page("42", 1, Team.IAM, "iam"));
    var soFar = Receipt.NONE;
    record(only(NOON), new Result.Later(NOON.plusSeconds(5), "busy", soFar), NOON);

    assertThat(claim(NOON.plusSeconds(4))).isEmpty();
    assertThat(only(NOON.plusSeconds(5)).attempt()).isEqualTo(2);
  }

  @Test
  void twoProcessesNeverHoldTheSameOrder() throws Exception {
    var entries = new ArrayList<Entry>();
    for (var i = 0; i < 200; i++) {
      entries.add(tell(Integer.toString(i), 1, "sink" + i % 8));
    }
    put(NOON, entries.toArray(Entry[]::new));
    var seen = new HashSet<String>();

    try (var pool = Executors.newFixedThreadPool(4)) {
      for (var keys : pool.invokeAll(Collections.nCopies(4, (Callable<List<String>>) this::all))) {
        for (var key : keys.get()) {
          assertThat(seen.add(key)).as(key).isTrue();
        }
      }
    }

    // Whoever found a sink's order locked may have stopped early; the rest is still there.
    all().forEach(key -> assertThat(seen.add(key)).isTrue());
    assertThat(seen).hasSize(200);
  }

  private List<String> all() {
    var all = new ArrayList<String>();
    for (var some = claim(NOON); !some.isEmpty(); some = claim(NOON)) {
      some.forEach(errand -> all.add(errand.order().key()));
    }
    return all;
  }

  @Test
  void chatWaitsForTheFirstTryOfTheIssueThatItIsToLink() {
    var issue = order("42", 1, Team.ARMADA_ICE, Action.TELL, "issues");
    var chat = order("42", 1, Team.ARMADA_ICE, Action.TELL, "chat");
    var after =
        new Order(
            chat.key(),
            chat.incident(),
            chat.team(),
            chat.sink(),
            chat.action(),
            chat.message(),
            Optional.of(issue.key()));
    put(NOON, new Entry.Put(issue), new Entry.Put(after));

    var first = only(NOON);
    assertThat(first.order().sink()).isEqualTo("issues");
    assertThat(claim(NOON)).isEmpty();

    var receipt = new Receipt(Map.of("number", "7", "url", "https://git.example/7"));
    record(first, new Result.Accepted(receipt, Optional.empty()), NOON);
    assertThat(only(NOON).issue()).contains("https://git.example/7");
  }

  @Test
  void chatDoesNotWaitForAnIssueTrackerThatIsDown() {
    var issue = order("42", 1, Team.ARMADA_ICE, Action.TELL, "issues");
    var chat =
        new Order(
            "42/1.0/tell/chat",
            "42",
            Team.ARMADA_ICE,
            "chat",
            Action.TELL,
            message(Occasion.DECIDED),
            Optional.of(issue.key()));
    put(NOON, new Entry.Put(issue), new Entry.Put(chat));
    record(only(NOON), new Result.Later(NOON.plusSeconds(9), "down", Receipt.NONE), NOON);

    assertThat(only(NOON).order().sink()).isEqualTo("chat");
  }

  @Test
  void newsKnowTheFirstWord() {
    put(NOON, tell("42", 1, "chat"), tell("42", 2, "chat"));
    var receipt = new Receipt(Map.of("ts", "1.2"));
    record(only(NOON), new Result.Accepted(receipt, Optional.empty()), NOON);

    assertThat(only(NOON).thread()).contains(receipt);
  }

  @Test
  void anEndGoesToThePagersThatWereSentThePageAndToNoOther() {
    put(NOON, page("42", 1, Team.IAM, "old-pager"), page("42", 1, Team.LOGGING, "logging"));
    claim(NOON).forEach(errand -> record(errand, accepted(), NOON));

    put(NOON, follow("42", 2, Team.IAM, Action.END, Action.PAGE));

    var end = only(NOON);
    assertThat(end.order().sink()).isEqualTo("old-pager");
    assertThat(end.order().key()).isEqualTo("42/2.0/end/IAM/old-pager");
    assertThat(end.shadows()).isFalse();
  }

  @Test
  void whoWasNotSentAPageYetIsNeitherPagedNorToldOfItsEnd() {
    put(NOON, page("42", 1, Team.IAM, "iam"));

    put(NOON, follow("42", 2, Team.IAM, Action.END, Action.PAGE));

    assertThat(claim(NOON)).isEmpty();
    assertThat(keys("dropped")).hasSize(1);
  }

  @Test
  void aPageThatMayHaveArrivedIsEndedThoughNobodyTookIt() {
    put(NOON, page("42", 1, Team.IAM, "iam"));
    record(only(NOON), new Result.Later(NOON.plusSeconds(60), "no answer", Receipt.NONE), NOON);

    put(NOON, follow("42", 2, Team.IAM, Action.END, Action.PAGE));

    assertThat(only(NOON).order().action()).isEqualTo(Action.END);
    assertThat(claim(NOON.plusSeconds(60)))
        .extracting(e -> e.order().action())
        .doesNotContain(Action.PAGE);
  }

  @Test
  void anEndWaitsForAPageThatIsJustBeingSent() {
    put(NOON, page("42", 1, Team.IAM, "iam"));
    var underWay = only(NOON);

    put(NOON, follow("42", 2, Team.IAM, Action.END, Action.PAGE));

    assertThat(claim(NOON)).isEmpty();
    record(underWay, accepted(), NOON);
    assertThat(only(NOON).order().action()).isEqualTo(Action.END);
  }

  @Test
  void whatWasOnlyShadowedIsOnlyEndedSo() {
    put(NOON, page("42", 1, Team.IAM, "iam"));
    record(only(NOON), new Result.Shadowed(Receipt.NONE), NOON);

    put(NOON, follow("42", 2, Team.IAM, Action.END, Action.PAGE));

    assertThat(only(NOON).shadows()).isTrue();
  }

  @Test
  void whatStandsIsSaidAgainUntilSomethingNewerIsSaid() {
    put(NOON, tell("42", 1, "alertmanager"));
    var again = Optional.of(NOON.plusSeconds(60));
    record(only(NOON), new Result.Accepted(Receipt.NONE, again), NOON);
    assertThat(claim(NOON.plusSeconds(59))).isEmpty();
    var second = only(NOON.plusSeconds(60));
    assertThat(second.attempt()).isEqualTo(1);

    put(NOON.plusSeconds(60), tell("42", 2, "alertmanager"));
    record(second, new Result.Accepted(Receipt.NONE, again), NOON.plusSeconds(60));

    assertThat(only(NOON.plusSeconds(120)).order().key()).startsWith("42/2.0");
    assertThat(keys("standing")).isEmpty();
  }

  @Test
  void theFateOfAPageIsToldUntilItIsKnown() {
    put(NOON, page("42", 1, Team.IAM, "iam"));
    var fate = new PageFate.Accepted(new Receipt(Map.of("dedup_key", "k")));
    outbox.record(
        only(NOON),
        new Done(new Result.Accepted(fate.receipt(), Optional.empty()), "POST", "202"),
        Optional.of(fate),
        NOON);

    var untold = new Untold("42/1.0/page/IAM/iam", "42", Team.IAM, fate);
    assertThat(outbox.untold(10)).containsExactly(untold);

    outbox.told(untold);

    assertThat(outbox.untold(10)).isEmpty();
  }

  @Test
  void aPageThatIsRefusedGoesToTheOtherPagerInTheSameCommit() {
    put(NOON, page("42", 1, Team.IAM, "iam"));
    var other = order("42", 1, Team.IAM, Action.PAGE, "other");

    record(only(NOON), new Result.Refused("400", List.of(other)), NOON);

    assertThat(keys("refused")).hasSize(1);
    assertThat(only(NOON).order()).isEqualTo(other);
  }

  @Test
  void beyondTheBrakesOneDigestStandsForTheRest() {
    for (var i = 1; i <= 5; i++) {
      put(NOON.plusSeconds(i), page(Integer.toString(i), 1, Team.IAM, "iam"));
    }

    assertThat(keys("waiting"))
        .containsExactly(
            "1/1.0/page/IAM/iam",
            "2/1.0/page/IAM/iam",
            "3/1.0/page/IAM/iam",
            "digest/2026-01-01T12");
    assertThat(outbox.untold(10))
        .extracting(Untold::fate)
        .containsExactly(new PageFate.Braked(), new PageFate.Braked());
    put(NOON.plus(ofMinutes(61)), page("6", 1, Team.IAM, "iam"));
    assertThat(keys("waiting")).contains("6/1.0/page/IAM/iam");
  }

  @Test
  void shadowsDoNotBrakeWhatIsInEarnest() {
    for (var i = 1; i <= 6; i++) {
      put(
          NOON,
          page(
              Integer.toString(i),
              1,
              List.of(Team.IAM, Team.LOGGING, Team.METRICS).get(i % 3),
              "iam"));
    }
    for (var i = 0; i < 6; i++) {
      record(only(NOON), new Result.Shadowed(Receipt.NONE), NOON);
    }

    put(NOON, page("7", 1, Team.IAM, "iam"));

    assertThat(keys("waiting")).containsExactly("7/1.0/page/IAM/iam");
  }

  @Test
  void twoPagesAtOnceDoNotPassTheBrakesTogether() throws Exception {
    try (var pool = Executors.newFixedThreadPool(6)) {
      var work = new ArrayList<Callable<Integer>>();
      for (var i = 0; i < 12; i++) {
        var incident = Integer.toString(i);
        work.add(() -> {
          put(NOON, page(incident, 1, Team.IAM, "iam"));
          return 0;
        });
      }
      for (var done : pool.invokeAll(work)) {
        done.get();
      }
    }

    assertThat(keys("waiting")).hasSize(4);
    assertThat(keys("braked")).hasSize(9);
  }
}
