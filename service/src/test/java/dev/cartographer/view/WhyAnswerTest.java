package dev.cartographer.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.view.Why.Link;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WhyAnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:12:00Z");
  private static final Instant END = Instant.parse("2026-11-23T03:59:00Z");

  private static BindingView binding(
      String signal, String state, long generation, Instant end, @Nullable FaultView fault) {
    return new BindingView(
        "acme-payments",
        "acme",
        "dal10-carrier3",
        "us-south",
        signal,
        state,
        generation,
        generation == 0 ? null : NOW.minusSeconds(1800),
        generation == 0 ? null : end,
        generation == 0 ? null : "9f2c",
        NOW.plusSeconds(600),
        fault);
  }

  private static Why why(BindingView... bindings) {
    return WhyAnswer.of(
        new ClusterView(
            "acme-payments",
            "acme",
            "dal10-carrier3",
            "us-south",
            "client",
            "namespace logging",
            Instant.parse("2026-03-02T10:00:00Z"),
            null,
            List.of(bindings)),
        NOW);
  }

  private static FaultView fault(String dependency, String kind, String detail) {
    return new FaultView(
        dependency,
        kind,
        "CTG-1106",
        detail,
        Instant.parse("2026-11-23T02:58:00Z"),
        214,
        NOW.plusSeconds(38));
  }

  @Test
  void aHealthyClusterSaysWhenItsTokensEndAndThatTheyAreRenewedBefore() {
    var answer =
        why(
            binding("logs", "valid", 118, END, null),
            binding("metrics", "valid", 98, END.plusSeconds(600), null));

    assertThat(answer.healthy()).isTrue();
    assertThat(answer.next()).isNull();
    assertThat(answer.sentences())
        .containsExactly(
            "Logs and metrics have working tokens. The first of them ends at 03:59 UTC and is"
                + " renewed before.");
    assertThat(answer.chain())
        .containsExactly(
            new Link("enrolled", "ok", "enrolled", "2026-03-02"),
            new Link("identity", "ok", "client", "IAM vouches for it"),
            new Link("logs exchange", "ok", "issued", "next renewal by 03:22 UTC"),
            new Link("logs delivery", "ok", "delivered", "generation 118, valid until 03:59 UTC"),
            new Link("metrics exchange", "ok", "issued", "next renewal by 03:22 UTC"),
            new Link(
                "metrics delivery", "ok", "delivered", "generation 98, valid until 04:09 UTC"));
  }

  @Test
  void whenIamIsDownIdentityIsBrokenAndTheExchangeWaitsForIt() {
    var down = fault("iam", "http_5xx", "IAM answered 503");

    var answer =
        why(binding("logs", "failing", 118, END, down), binding("metrics", "valid", 98, END, null));

    assertThat(answer.healthy()).isFalse();
    assertThat(answer.sentences())
        .containsExactly(
            "Logs still have a working token, but it can't be renewed. It ends in 47 min (03:59"
                + " UTC). IAM answered 503.");
    assertThat(answer.chain().subList(1, 4))
        .containsExactly(
            new Link(
                "identity",
                "broken",
                "http_5xx",
                "IAM answered 503, 214 tries since 02:58 UTC, next in 38 s (CTG-1106)"),
            new Link("logs exchange", "waiting", "blocked", "waits for identity"),
            new Link("logs delivery", "ok", "delivered", "generation 118, valid until 03:59 UTC"));
    assertThat(answer.next()).isEqualTo("cartographer describe cluster acme-payments");
  }

  @Test
  void aRejectedIdentityBreaksIdentityToo() {
    var rejected = fault("cluster", "identity_rejected", "IAM does not know this client");

    assertThat(why(binding("logs", "pending", 0, END, rejected)).chain().get(1).state())
        .isEqualTo("broken");
  }

  @Test
  void aClusterThatCantBeReachedBreaksDeliveryAlone() {
    var gone = fault("cluster", "connect", "the API server refused the connection");

    var answer = why(binding("logs", "expired", 7, NOW.minusSeconds(120), gone));

    assertThat(answer.sentences())
        .containsExactly(
            "Logs stopped at 03:10 UTC: the token ended and can't be renewed. The API server"
                + " refused the connection.");
    assertThat(answer.chain()).extracting(Link::state).containsExactly("ok", "ok", "ok", "broken");
  }

  @Test
  void aClusterEnrolledAMomentAgoWaits() {
    var answer = why(binding("logs", "pending", 0, END, null));

    assertThat(answer.healthy()).isFalse();
    assertThat(answer.sentences())
        .containsExactly("Logs have no token yet: the first one is on its way.");
    assertThat(answer.chain())
        .extracting(Link::state)
        .containsExactly("ok", "waiting", "waiting", "waiting");
  }

  @Test
  void aClusterThatLeavesSaysThatItDoesAndWhatItWaitsFor() {
    var fault = fault("cluster", "timeout", "no answer from the cluster's API server");
    var leaving =
        WhyAnswer.of(leaving(binding("logs", "valid", 7, NOW.plusSeconds(900), fault)), NOW);

    assertThat(leaving.healthy()).isFalse();
    assertThat(leaving.sentences())
        .containsExactly(
            "acme-payments is being removed since 02:50 UTC: what was delivered to it is taken back"
                + " first. No answer from the cluster's API server.");
    assertThat(leaving.chain()).extracting(Why.Link::step).containsExactly("enrolled", "removal");
    assertThat(leaving.next()).isEqualTo("cartographer remove cluster acme-payments --leave");
    assertThat(WhyAnswer.of(leaving(), NOW).healthy()).isTrue();
  }

  private static ClusterView leaving(BindingView... bindings) {
    return new ClusterView(
        "acme-payments",
        "acme",
        "dal10-carrier3",
        "us-south",
        "client",
        "namespace logging",
        Instant.parse("2026-03-02T10:00:00Z"),
        Instant.parse("2026-11-23T02:50:00Z"),
        List.of(bindings));
  }

  private static BindingView withPickup(BindingView binding, PickupView pickup) {
    return new BindingView(
        binding.cluster(),
        binding.tenant(),
        binding.carrier(),
        binding.region(),
        binding.signal(),
        binding.state(),
        binding.generation(),
        binding.issuedAt(),
        binding.expiresAt(),
        binding.fingerprint(),
        binding.nextAt(),
        binding.fault(),
        pickup);
  }

  /** Logs of generation 119, delivered 30 min ago, whose agent uses another until then. */
  private static Why using(long generation, Instant end) {
    var at = NOW.minusSeconds(7200);
    return why(
        withPickup(
            binding("logs", "valid", 119, END, null),
            new PickupView(generation == 119, generation, at, "pull", end)));
  }

  @Test
  void aTokenThatWasTakenUpSaysWhenAndHow() {
    var answer = using(119, END);

    assertThat(answer.healthy()).isTrue();
    assertThat(answer.chain())
        .contains(new Link("logs pickup", "ok", "taken_up", "taken up 01:12:00 UTC (pull)"));
  }

  @Test
  void aTokenThatIsNotTakenUpYetSaysSoAndNothingIsBroken() {
    var answer = using(118, NOW.plusSeconds(3600));

    assertThat(answer.healthy()).isTrue();
    assertThat(answer.chain())
        .contains(
            new Link(
                "logs pickup",
                "waiting",
                "waiting",
                "delivered 30 min ago; the agent has not taken it up yet"));
    assertThat(answer.sentences()).hasSize(1);
  }

  @Test
  void anAgentThatIsLateIsNamedWellBeforeItsTokenEnds() {
    var answer = using(118, NOW.plusSeconds(900));

    assertThat(answer.healthy()).isTrue();
    assertThat(answer.sentences())
        .hasSize(2)
        .endsWith(
            "Logs: the agent has not taken up generation 119, delivered 30 min ago. The one it uses"
                + " ends in 15 min (03:27:00 UTC). See to the agent (CTG-2108).");
  }

  @Test
  void anAgentWhoseTokenHasEndedHasStoppedThoughANewOneIsThere() {
    var answer = using(118, NOW.minusSeconds(60));

    assertThat(answer.healthy()).isFalse();
    assertThat(answer.chain()).extracting(Link::reason).contains("not_taken_up");
    assertThat(answer.sentences())
        .containsExactly(
            "Logs stopped at 03:11:00 UTC: the agent has not taken up generation 119, delivered 30"
                + " min ago. See to the agent (CTG-2108).");
    assertThat(answer.next()).isEqualTo("cartographer describe cluster acme-payments");
  }

  @Test
  void anAgentThatNeverToldIsNotWaitedFor() {
    assertThat(why(binding("logs", "valid", 119, END, null)).chain())
        .extracting(Link::step)
        .doesNotContain("logs pickup");
  }
}
