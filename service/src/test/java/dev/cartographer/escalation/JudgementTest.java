package dev.cartographer.escalation;

import static dev.cartographer.incident.Team.ARMADA_ICE;
import static dev.cartographer.incident.Team.IAM;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.incident.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static Errand errand(Action action, Team team, String sink, int attempt) {
    var key = "42/1.0/" + action.word() + "/" + team.key() + "/" + sink;
    var order =
        new Order(key, "42", team, sink, action, Some.message(Occasion.PAGED), Optional.empty());
    return new Errand(
        order, NOON, attempt, attempt, Receipt.NONE, Optional.empty(), Optional.empty(), false);
  }

  private static Result judged(Plan plan, Errand errand, Outcome outcome, Duration age) {
    return new Judgement(plan, errand, NOON.plus(age)).of(outcome);
  }

  private static Optional<PageFate> told(Plan plan, Errand errand, Result result) {
    return new Judgement(plan, errand, NOON).told(result);
  }

  private static final Errand PAGE = errand(Action.PAGE, IAM, "iam", 1);
  private static final Errand ICE = errand(Action.PAGE, ARMADA_ICE, "armada-ice", 9);
  private static final Outcome BUSY = new Outcome.Later("busy");
  private static final Outcome REFUSED = new Outcome.Refused("400");

  @ParameterizedTest
  @CsvSource({
    "PAGE, 1, 2", "PAGE, 2, 4", "PAGE, 5, 32", "PAGE, 6, 60", "PAGE, 99, 60",
    "TELL, 1, 2", "TELL, 6, 64", "TELL, 9, 300", "TELL, 99, 300", "END, 9, 60"
  })
  void attemptsComeSoonAtFirstAndSeldomLater(Action action, int attempt, long seconds) {
    assertThat(Backoff.after(attempt, action, Optional.empty())).isEqualTo(ofSeconds(seconds));
  }

  @Test
  void whatAReceiverAsksForIsKept() {
    assertThat(Backoff.after(1, Action.TELL, Optional.of(ofMinutes(40)))).isEqualTo(ofMinutes(40));
    assertThat(Backoff.after(1, Action.TELL, Optional.of(ofSeconds(0)))).isEqualTo(ofSeconds(2));
  }

  @Test
  void aPageThatNobodyTakesIsGivenUpAfterThreeMinutesAndItsEndFollowsIt() {
    var tenth = errand(Action.PAGE, IAM, "iam", 10);
    assertThat(judged(Plans.LIVE, tenth, BUSY, ofSeconds(179)))
        .isEqualTo(new Result.Later(NOON.plusSeconds(180), "busy", Receipt.NONE));

    var result = judged(Plans.LIVE, PAGE, BUSY, ofMinutes(3));

    assertThat(result).isInstanceOf(Result.Refused.class);
    var refused = (Result.Refused) result;
    assertThat(refused.why()).isEqualTo("not taken within 3 min: busy");
    assertThat(refused.instead())
        .extracting(Order::action, order -> order.message().occasion())
        .containsExactly(tuple(Action.END, Occasion.PAGE_ENDED));
    assertThat(told(Plans.LIVE, PAGE, result))
        .contains(new PageFate.Refused("not taken within 3 min: busy"));
  }

  @Test
  void aPagerThatWantsToBeLeftAloneForLongerIsNotWaitedFor() {
    var hour = new Outcome.Later(Optional.of(ofHours(1)), "429", Receipt.NONE);

    assertThat(judged(Plans.LIVE, PAGE, hour, Duration.ZERO)).isInstanceOf(Result.Refused.class);
    assertThat(judged(Plans.LIVE, ICE, hour, Duration.ZERO))
        .isEqualTo(new Result.Later(NOON.plus(ofHours(1)), "429", Receipt.NONE));
  }

  @Test
  void aPageThatIsRefusedGoesToTheTeamsOtherPagerFirst() {
    var plan = Plans.with(IAM, Plans.withFallback(IAM, "phone"));

    var first = judged(plan, PAGE, REFUSED, Duration.ZERO);
    assertThat(((Result.Refused) first).instead())
        .extracting(Order::sink, Order::key)
        .containsExactly(tuple("phone", "42/1.0/page/IAM/iam/phone"));
    assertThat(told(plan, PAGE, first)).isEmpty();

    var other = errand(Action.PAGE, IAM, "phone", 1);
    var second = judged(plan, other, REFUSED, Duration.ZERO);
    assertThat(told(plan, other, second)).contains(new PageFate.Refused("400"));
  }

  @Test
  void armadaIceIsNeverGivenUp() {
    assertThat(judged(Plans.LIVE, ICE, BUSY, ofHours(9))).isInstanceOf(Result.Later.class);
    assertThat(judged(Plans.LIVE, ICE, REFUSED, ofHours(9))).isInstanceOf(Result.Later.class);

    var plan = Plans.with(ARMADA_ICE, Plans.withFallback(ARMADA_ICE, "phone"));
    var diverted = (Result.Refused) judged(plan, ICE, BUSY, ofMinutes(3));

    assertThat(diverted.instead()).extracting(Order::sink).containsExactly("phone", "armada-ice");
  }

  @Test
  void newsAreNeverGivenUpUnlessTheyAreRefused() {
    var news = errand(Action.TELL, ARMADA_ICE, "chat", 1);

    assertThat(judged(Plans.LIVE, news, BUSY, ofHours(9))).isInstanceOf(Result.Later.class);
    assertThat(judged(Plans.LIVE, news, REFUSED, Duration.ZERO))
        .isEqualTo(new Result.Refused("400", List.of()));
    assertThat(told(Plans.LIVE, news, new Result.Shadowed(Receipt.NONE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PAGE | LIVE      | Sent
          PAGE | CHAT_ONLY | Unsent
          PAGE | SHADOW    | Shadowed
          PAGE | OFF       | Unsent
          TELL | LIVE      | Sent
          TELL | CHAT_ONLY | Sent
          TELL | SHADOW    | Shadowed
          TELL | OFF       | Unsent
          END  | OFF       | Sent
          """)
  void modesDecideWhatIsSent(Action action, Mode mode, String fate) {
    var plan = Plans.with(IAM, Plans.contact(IAM, mode));

    var decided = Fate.of(errand(action, IAM, "iam", 1), plan);

    assertThat(decided.getClass().getSimpleName()).isEqualTo(fate);
  }

  @Test
  void aTeamThatIsNotWokenHasArmadaIceWokenUnlessAllIsTriedOut() {
    var shadowed = new Result.Shadowed(Receipt.NONE);
    var one = Plans.with(IAM, Plans.contact(IAM, Mode.SHADOW));

    assertThat(told(one, PAGE, shadowed)).contains(new PageFate.Refused("it is in shadow mode"));
    assertThat(told(Plans.plan(Mode.SHADOW), PAGE, shadowed)).contains(new PageFate.Shadowed());
    assertThat(told(Plans.plan(Mode.SHADOW), ICE, shadowed)).contains(new PageFate.Shadowed());
    assertThat(told(Plans.LIVE, PAGE, new Result.Dropped("IAM can't be paged")))
        .contains(new PageFate.Refused("IAM can't be paged"));
  }
}
