package dev.cartographer.store;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.escalation.Alertmanager;
import dev.cartographer.escalation.Brakes;
import dev.cartographer.escalation.Contact;
import dev.cartographer.escalation.Contact.Reach;
import dev.cartographer.escalation.DispatchListener;
import dev.cartographer.escalation.Dispatcher;
import dev.cartographer.escalation.Done;
import dev.cartographer.escalation.Errand;
import dev.cartographer.escalation.EventWebhook;
import dev.cartographer.escalation.GitHubIssues;
import dev.cartographer.escalation.Installation;
import dev.cartographer.escalation.Mode;
import dev.cartographer.escalation.Orders;
import dev.cartographer.escalation.Outbox;
import dev.cartographer.escalation.PageFate;
import dev.cartographer.escalation.PagerDuty;
import dev.cartographer.escalation.Plan;
import dev.cartographer.escalation.Result;
import dev.cartographer.escalation.Sink;
import dev.cartographer.escalation.Situation;
import dev.cartographer.escalation.SlackBot;
import dev.cartographer.escalation.StepTaken;
import dev.cartographer.escalation.Wire;
import dev.cartographer.fault.Dependency;
import dev.cartographer.http.HttpSender;
import dev.cartographer.incident.Alert;
import dev.cartographer.incident.Course;
import dev.cartographer.incident.Effect;
import dev.cartographer.incident.Effect.News;
import dev.cartographer.incident.Effect.Why;
import dev.cartographer.incident.Event;
import dev.cartographer.incident.Incident;
import dev.cartographer.incident.Pace;
import dev.cartographer.incident.Team;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import dev.cartographer.testing.AlertmanagerService;
import dev.cartographer.testing.EventService;
import dev.cartographer.testing.GitHubService;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.testing.PagerDutyService;
import dev.cartographer.testing.RealPostgres;
import dev.cartographer.testing.Receiver.Reply;
import dev.cartographer.testing.SlackService;
import dev.cartographer.verdict.Confidence;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Verdict;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the step of an incident to the receivers, over a real database. */
class DispatchTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String IAM_KEY = "CANARYiamiamiamiamiamiamiamiamia";
  private static final String ICE_KEY = "CANARYiceiceiceiceiceiceiceiceic";

  private static final Database DATABASE = RealPostgres.newDatabase();
  private static final Vertx VERTX = Vertx.vertx();

  private final MutableClock clock = new MutableClock(NOON);
  private final PagerDutyService pagers = new PagerDutyService(IAM_KEY, ICE_KEY);
  private final SlackService slack = new SlackService("/hook", "CANARY-xoxb");
  private final GitHubService github = new GitHubService("CANARY-ghp");
  private final AlertmanagerService alertmanager = new AlertmanagerService();
  private final EventService events = new EventService("CANARY-events");
  private final HttpSender http = new HttpSender(VERTX, Optional.empty());
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Heard heard = new Heard();
  private final OutboxTable outbox = new OutboxTable(DATABASE, Brakes.DEFAULT);

  @AfterAll
  static void end() throws Exception {
    DATABASE.close();
    VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @BeforeEach
  void empty() {
    DATABASE.with((Handle h) -> h.execute("truncate outbox"));
  }

  @AfterEach
  void close() {
    http.close();
    pagers.close();
    slack.close();
    github.close();
    alertmanager.close();
    events.close();
  }

  /** All that a log would say. */
  private static final class Heard implements DispatchListener {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void tried(Errand errand, Result result) {
      lines.add(errand + " " + result);
    }

    @Override
    public void failed(Errand errand, RuntimeException bug) {
      lines.add(errand + " " + bug);
      throw bug;
    }

    @Override
    public void notTold(Outbox.Untold page, RuntimeException bug) {
      lines.add(page + " " + bug);
      throw bug;
    }
  }

  private static SecretText secret(SecretRef ref) {
    return switch (ref) {
      case SecretRef.FromFile(var name) when name.equals("missing") ->
          throw new SecretUnreadable("there is no secret file missing in /secrets");
      case SecretRef.FromFile(var name) -> new SecretText(name);
      default -> throw new IllegalArgumentException("only files are read here");
    };
  }

  private Map<String, Sink> sinks() {
    var wire = new Wire(http, DispatchTest::secret, clock);
    var name = new Installation("cartographer");
    return Map.of(
        "iam", new PagerDuty(pagers.receiver().at(), file(IAM_KEY), name, wire),
        "ice", new PagerDuty(pagers.receiver().at(), file(ICE_KEY), name, wire),
        "phone",
            new EventWebhook(
                events.receiver().at(), Optional.of(file("CANARY-events")), name, wire),
        "broken", new PagerDuty(pagers.receiver().at(), file("missing"), name, wire),
        "chat",
            new SlackBot(
                slack.receiver().at("/api"), file("CANARY-xoxb"), SlackService.CHANNEL, wire),
        "issues",
            new GitHubIssues(
                github.receiver().at("/api/v3"),
                "armada/api",
                List.of("incident"),
                file("CANARY-ghp"),
                name,
                wire),
        "alertmanager", new Alertmanager(alertmanager.receiver().at(), Optional.empty(), wire));
  }

  private static SecretRef file(String name) {
    return new SecretRef.FromFile(name);
  }

  private static Plan plan(Mode mode, String iamPager, Optional<String> fallback) {
    var contacts = new EnumMap<Team, Contact>(Team.class);
    for (var team : Team.values()) {
      var reach =
          team == Team.ARMADA_ICE
              ? new Reach.Pager("ice", Optional.empty())
              : new Reach.Pager(iamPager, fallback);
      contacts.put(team, new Contact(team.key(), Optional.empty(), reach, mode, Optional.empty()));
    }
    return new Plan(contacts, List.of("chat"), Optional.of("issues"), List.of("alertmanager"));
  }

  private static final Plan LIVE = plan(Mode.LIVE, "iam", Optional.empty());

  private Dispatcher dispatcher(Outbox over, Plan plan) {
    return new Dispatcher(
        over,
        plan,
        sinks(),
        (incident, team, fate) -> told.add(incident + " " + team + " " + word(fate)),
        heard,
        Runnable::run,
        clock);
  }

  private static String word(PageFate fate) {
    return switch (fate) {
      case PageFate.Accepted _ -> "accepted";
      case PageFate.Refused(var why) -> "refused: " + why;
      case PageFate.Shadowed() -> "shadowed";
      case PageFate.Braked() -> "braked";
    };
  }

  /** An incident that IAM is at fault for, as its first verdict leaves it. */
  private static final Incident DECIDED =
      Course.step(
              Incident.opened(
                  Set.of(new Alert(Dependency.IAM, "dal10-carrier1", "us-south", NOON)),
                  NOON,
                  Pace.DEFAULT),
              new Event.Judged(
                  new Verdict(
                      List.of(
                          new Ruling(
                              "I1", Dependency.IAM, new Ruling.Outcome.AtFault(), Confidence.HIGH)),
                      List.of())),
              NOON,
              Pace.DEFAULT)
          .incident();

  private static final Situation SITUATION =
      new Situation(
          NOON.minusSeconds(60),
          List.of("us-south"),
          List.of("dal10-carrier1", "dal10-carrier2"),
          120,
          0,
          Optional.of(NOON.plusSeconds(1_800)),
          Optional.of(100),
          List.of(),
          Situation.Links.NONE);

  private void take(Plan plan, String incident, long number, Effect... effects) {
    var step =
        new StepTaken(incident, number, clock.instant(), DECIDED, List.of(effects), SITUATION);
    DATABASE.inTransaction((Handle h) -> {
      outbox.put(h, new Orders(plan).of(step), clock.instant());
      return 0;
    });
  }

  private void begin(Plan plan) {
    take(plan, "42", 1, new Effect.SendPage(Team.IAM), new Effect.Tell(News.DECIDED));
  }

  private void end(Plan plan) {
    take(
        plan,
        "42",
        2,
        new Effect.EndPage(Team.IAM, Why.RESOLVED),
        new Effect.Tell(News.RESOLVED),
        new Effect.CloseIssue());
  }

  private void turns(Dispatcher dispatcher, int count, Duration apart) {
    for (var i = 0; i < count; i++) {
      dispatcher.turn();
      clock.advance(apart);
    }
  }

  private List<String> rows() {
    return DATABASE.with((Handle h) ->
        h.createQuery("select o::text from outbox o order by id").mapTo(String.class).list());
  }

  private List<String> states() {
    return DATABASE.with((Handle h) ->
        h.createQuery("select distinct state from outbox order by 1").mapTo(String.class).list());
  }

  @Test
  void anIncidentIsPagedToldAndEndedOnce() {
    var dispatcher = dispatcher(outbox, LIVE);
    begin(LIVE);
    turns(dispatcher, 3, ofSeconds(1));

    assertThat(pagers.open()).containsExactly("cartographer/42/IAM");
    assertThat(told).containsExactly("42 IAM accepted");
    assertThat(github.issues()).hasSize(1);
    assertThat(slack.messages()).hasSize(1);
    assertThat(slack.messages().getFirst().toString())
        .contains("<https://git.example/armada/api/issues/1|issue>");
    assertThat(alertmanager.firing()).containsExactly("iam");

    end(LIVE);
    turns(dispatcher, 4, ofSeconds(1));

    assertThat(pagers.open()).isEmpty();
    assertThat(pagers.woken()).hasSize(1);
    assertThat(github.issues().getFirst().path("state").asText()).isEqualTo("closed");
    assertThat(github.comments(1)).hasSize(1);
    assertThat(slack.messages()).hasSize(2);
    assertThat(alertmanager.firing()).isEmpty();
  }

  @Test
  void aPagerThatIsTooBusyFiveTimesIsPagedOnce() {
    var dispatcher = dispatcher(outbox, LIVE);
    pagers
        .receiver()
        .failNext(Collections.nCopies(5, PagerDutyService.THROTTLED).toArray(Reply[]::new));
    begin(LIVE);

    turns(dispatcher, 70, ofSeconds(1));

    assertThat(pagers.woken()).hasSize(1);
    assertThat(pagers.receiver().asked()).hasSize(6);
    assertThat(told).containsExactly("42 IAM accepted");
  }

  @Test
  void aRefusedPageIsToldAndAnotherPagerGetsItIfThereIsOne() {
    var unknown = Reply.json(400, "{\"status\":\"invalid event\",\"errors\":[\"no such key\"]}");
    pagers.receiver().failNext(unknown);
    begin(LIVE);
    turns(dispatcher(outbox, LIVE), 2, ofSeconds(1));
    assertThat(told).hasSize(1);
    assertThat(told.getFirst()).startsWith("42 IAM refused: the receiver answered 400");

    var plan = plan(Mode.LIVE, "iam", Optional.of("phone"));
    pagers.receiver().failNext(unknown);
    take(plan, "43", 1, new Effect.SendPage(Team.IAM));
    turns(dispatcher(outbox, plan), 3, ofSeconds(1));

    assertThat(told).last().isEqualTo("43 IAM accepted");
    assertThat(events.events()).hasSize(1);
  }

  @Test
  void aPagerWhoseKeyIsNotThereIsGivenUpAfterThreeMinutes() {
    var plan = plan(Mode.LIVE, "broken", Optional.empty());
    take(plan, "42", 1, new Effect.SendPage(Team.IAM));

    turns(dispatcher(outbox, plan), 19, ofSeconds(10));

    assertThat(told)
        .containsExactly(
            "42 IAM refused: not taken within 3 min: there is no secret file missing in /secrets");
  }

  @Test
  void aReceiverThatAsksToBeLeftAloneIsWhateverThereIsForIt() {
    var dispatcher = dispatcher(outbox, LIVE);
    slack.receiver().failNext(SlackService.rateLimited(50));
    begin(LIVE);
    take(LIVE, "43", 1, new Effect.Tell(News.DECIDED));

    turns(dispatcher, 40, ofSeconds(1));
    assertThat(slack.receiver().asked()).hasSize(1);

    turns(dispatcher, 20, ofSeconds(1));
    assertThat(slack.messages()).hasSize(2);
  }

  @Test
  void shadowModeSendsNothingAndKeepsWhatItWouldHaveSent() {
    var shadow = plan(Mode.SHADOW, "iam", Optional.empty());
    var dispatcher = dispatcher(outbox, shadow);
    begin(shadow);
    turns(dispatcher, 3, ofSeconds(1));
    end(shadow);
    turns(dispatcher, 4, ofSeconds(1));

    assertThat(pagers.receiver().asked()).isEmpty();
    assertThat(slack.receiver().asked()).isEmpty();
    assertThat(github.receiver().asked()).isEmpty();
    assertThat(alertmanager.receiver().asked()).isEmpty();
    assertThat(states()).containsExactly("shadowed");
    assertThat(told).containsExactly("42 IAM shadowed");
    var shadowed = requests();

    // The same in earnest, but for the numbers that only a receiver gives.
    empty();
    clock.set(NOON);
    var live = dispatcher(outbox, LIVE);
    begin(LIVE);
    turns(live, 3, ofSeconds(1));

    assertThat(requests())
        .containsAllEntriesOf(
            Map.of(
                "42/1.0/page/IAM/iam", shadowed.getOrDefault("42/1.0/page/IAM/iam", ""),
                "42/1.1/tell/armada-api/issues",
                    shadowed.getOrDefault("42/1.1/tell/armada-api/issues", "")));
    assertThat(shadowed.get("42/1.0/page/IAM/iam")).contains("\"event_action\":\"trigger\"");
  }

  private Map<String, String> requests() {
    return DATABASE.with((Handle h) ->
        h.createQuery("select key, request from outbox where request is not null")
            .reduceRows(
                new TreeMap<String, String>(),
                (all, row) -> {
                  all.put(
                      row.getColumn("key", String.class), row.getColumn("request", String.class));
                  return all;
                }));
  }

  @Test
  void whatWasReallyBegunIsReallyEndedThoughTheModeIsOffByThen() {
    begin(LIVE);
    turns(dispatcher(outbox, LIVE), 3, ofSeconds(1));
    var off = plan(Mode.OFF, "iam", Optional.empty());

    end(off);
    turns(dispatcher(outbox, off), 4, ofSeconds(1));

    assertThat(pagers.open()).isEmpty();
    assertThat(github.issues().getFirst().path("state").asText()).isEqualTo("closed");
  }

  @Test
  void twoProcessesSendEachOrderOnce() throws Exception {
    for (var i = 0; i < 6; i++) {
      take(LIVE, "i" + i, 1, new Effect.Tell(News.DECIDED));
    }
    take(LIVE, "i0", 2, new Effect.SendPage(Team.IAM));
    var one = dispatcher(outbox, LIVE);
    var other = dispatcher(new OutboxTable(DATABASE, Brakes.DEFAULT), LIVE);

    try (var pool = Executors.newFixedThreadPool(2)) {
      for (var round = 0; round < 30; round++) {
        var turns = List.<Callable<Integer>>of(() -> turn(one), () -> turn(other));
        for (var done : pool.invokeAll(turns)) {
          done.get();
        }
      }
    }

    assertThat(github.receiver().asked("POST")).hasSize(6);
    assertThat(slack.messages()).hasSize(6);
    assertThat(pagers.receiver().asked()).hasSize(1);
    assertThat(told).contains("i0 IAM accepted");
  }

  private static Integer turn(Dispatcher dispatcher) {
    dispatcher.turn();
    return 0;
  }

  @Test
  void noSecretIsKeptOrSaid() {
    slack.receiver().failNext(Reply.json(200, "{\"ok\":false,\"error\":\"CANARY-xoxb\"}"));
    github.receiver().failNext(Reply.json(500, "CANARY-ghp"));
    pagers.receiver().failNext(Reply.json(400, IAM_KEY));
    begin(LIVE);
    turns(dispatcher(outbox, LIVE), 8, ofSeconds(1));
    end(LIVE);
    turns(dispatcher(outbox, LIVE), 8, ofSeconds(1));

    assertThat(rows()).hasSizeGreaterThan(4);
    assertThat(String.join("\n", rows()) + heard.lines + told).doesNotContain("CANARY");
  }

  /** The process ends here: nothing that follows is done. */
  private static final class Killed extends Error {}

  /** Lets its process die before or after its n-th use. */
  private static final class Mortal implements Outbox {
    private final Outbox outbox;
    private int left;

    Mortal(Outbox outbox, int at) {
      this.outbox = outbox;
      this.left = at;
    }

    private void maybeDie() {
      if (left-- == 0) {
        throw new Killed();
      }
    }

    @Override
    public List<Errand> claim(Set<String> spared, Instant now, Duration lease) {
      maybeDie();
      var claimed = outbox.claim(spared, now, lease);
      maybeDie();
      return claimed;
    }

    @Override
    public void record(Errand errand, Done done, Optional<PageFate> told, Instant now) {
      maybeDie();
      outbox.record(errand, done, told, now);
      maybeDie();
    }

    @Override
    public List<Untold> untold(int most) {
      maybeDie();
      return outbox.untold(most);
    }

    @Override
    public void told(Untold page) {
      maybeDie();
      outbox.told(page);
      maybeDie();
    }
  }

  @Test
  void whereverTheProcessIsKilledThereIsOnePageOneIssueAndOneMessage() {
    var killed = true;
    for (var at = 0; killed; at++) {
      empty();
      told.clear();
      var incident = "k" + at;
      take(LIVE, incident, 1, new Effect.SendPage(Team.IAM), new Effect.Tell(News.DECIDED));

      killed = diesAt(at);
      clock.advance(ofSeconds(31));
      turns(dispatcher(outbox, LIVE), 6, ofSeconds(31));

      assertThat(told).as("killed at %d", at).contains(incident + " IAM accepted");
      assertThat(pagers.woken()).as("killed at %d", at).hasSize(at + 1);
      assertThat(github.issues()).as("killed at %d", at).hasSize(at + 1);
      assertThat(slack.messages()).as("killed at %d", at).hasSize(at + 1);
      assertThat(states()).containsExactly("accepted", "standing");
      clock.advance(ofMinutes(60));
    }
    assertThat(pagers.woken()).hasSizeGreaterThan(12);
  }

  private boolean diesAt(int use) {
    var mortal = dispatcher(new Mortal(outbox, use), LIVE);
    try {
      turns(mortal, 4, ofSeconds(1));
      return false;
    } catch (Killed end) {
      return true;
    }
  }
}
