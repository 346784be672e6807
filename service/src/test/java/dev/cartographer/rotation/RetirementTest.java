package dev.cartographer.rotation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.exchange.Revocation.Outcome;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.testing.FakeClusters;
import dev.cartographer.testing.FakeExchange;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy;
import dev.cartographer.token.RenewalPolicy.Wish;
import dev.cartographer.token.Replaced;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetirementTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String FIRST = "token 1 of acme-payments/logs";
  private static final String SECOND = "token 2 of acme-payments/logs";
  private static final Attempt.Unrevoked IN_VAIN =
      new Attempt.Unrevoked(Dependency.LOGGING, FaultKind.HTTP_5XX, Duration.ZERO);
  private static final Outcome DOWN =
      new Outcome.Failed(
          new Fault(Dependency.LOGGING, FaultKind.HTTP_5XX, "it answered 503"), List.of(IN_VAIN));

  private final MutableClock clock = new MutableClock(MIDNIGHT);
  private final FakeExchange exchange = new FakeExchange(clock);
  private final FakeClusters clusters = new FakeClusters();
  private final List<String> trail = new ArrayList<>();
  private final Rotation rotation =
      new Rotation(
          exchange,
          clusters,
          new Trail(),
          new Schedule(
              RenewalPolicy.DEFAULT, RetryPolicy.DEFAULT, ofMinutes(5), new SplittableRandom(1)),
          clock);
  private final Binding binding = binding();

  private final class Trail implements Audit {
    @Override
    public void intend(Claim claim, Note note, Reason reason, Instant now) {}

    @Override
    public void revoked(Claim claim, Note old, Instant now) {
      trail.add("revoked " + old.generation());
    }

    @Override
    public void irrevocable(Claim claim, Note old, String why, Instant now) {
      trail.add("irrevocable " + old.generation() + ": " + why);
    }
  }

  @BeforeEach
  void threeMinutesOfGrace() {
    exchange.revokesAfter(ofMinutes(3));
  }

  private static Binding binding() {
    var wish = Fleets.cluster("acme-payments");
    var cluster =
        new Cluster(
            42, wish.name(), wish.tenant(), wish.carrier(), wish.identity(), wish.target(), 1);
    return new Binding(cluster, Signal.LOGS);
  }

  private RotationOutcome look(Wish wish) {
    return rotation.rotate(
        new Claim(binding, 1, Optional.empty(), wish, 0, Duration.ZERO, Optional.empty()),
        Supplier::get);
  }

  private Fresh lookAgain() {
    return (Fresh) look(Wish.NONE);
  }

  private Rotated replace() {
    return (Rotated) look(Wish.REQUESTED);
  }

  private Optional<Replaced> kept() {
    return ((Held.Present) clusters.held(binding)).replaced();
  }

  /** Two tokens, the first ten minutes older than the second. */
  private void deliverTwo() {
    look(Wish.NONE);
    clock.advance(ofMinutes(10));
    replace();
  }

  @Test
  void aReplacedTokenIsKeptAndRevokedOnceTheNewOneHasLainForItsGrace() {
    look(Wish.NONE);
    clock.advance(ofMinutes(10));

    var replaced = replace();
    assertThat(replaced.nextAt()).isEqualTo(clock.instant().plus(ofMinutes(3)));
    assertThat(kept()).map(k -> k.text().reveal()).contains(FIRST);

    clock.advance(ofSeconds(179));
    assertThat(lookAgain().nextAt()).isEqualTo(clock.instant().plusSeconds(1));
    assertThat(exchange.revoked()).isEmpty();

    clock.advance(ofSeconds(1));
    assertThat(lookAgain().attempts())
        .containsExactly(new Attempt.Revoked(Dependency.LOGGING, Duration.ZERO));
    assertThat(exchange.revoked()).containsExactly(FIRST);
    assertThat(kept()).isEmpty();
    assertThat(trail).containsExactly("revoked 1");
  }

  @Test
  void onlyTheTokenOfTheLookBeforeIsRevokedAndNoneTwice() {
    deliverTwo();
    clock.advance(ofMinutes(3));
    lookAgain();

    clock.advance(ofMinutes(3));
    lookAgain();

    assertThat(exchange.revoked()).containsExactly(FIRST);
  }

  @Test
  void anEndpointThatIsDownIsTriedSixTimesAtGrowingIntervals() {
    deliverTwo();
    exchange.revocationsComeTo(Optional.of(DOWN));
    clock.advance(ofMinutes(3));

    for (var wait : List.of(10, 20, 40, 80, 160)) {
      var outcome = lookAgain();
      assertThat(outcome.attempts()).containsExactly(IN_VAIN);
      assertThat(outcome.nextAt())
          .isBetween(
              clock.instant().plusSeconds(wait),
              clock.instant().plusSeconds(wait).plusMillis(wait * 500L));
      assertThat(trail).isEmpty();

      clock.advance(ofSeconds(wait - 1));
      assertThat(lookAgain().attempts()).isEmpty();
      clock.advance(ofSeconds(1));
    }
    lookAgain();

    assertThat(exchange.revoked()).hasSize(6).containsOnly(FIRST);
    assertThat(trail).containsExactly("irrevocable 1: it answered 503");
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatTheEndpointDoesNotRevokeIsGivenUpAtOnce() {
    deliverTwo();
    exchange.revocationsComeTo(
        Optional.of(new Outcome.Impossible("it revokes no such tokens", List.of())));
    clock.advance(ofMinutes(3));

    lookAgain();

    assertThat(trail).containsExactly("irrevocable 1: it revokes no such tokens");
    assertThat(kept()).isEmpty();
  }

  @Test
  void whileTheServiceIsToBeLeftAloneNothingIsTriedAndNothingCounts() {
    deliverTwo();
    exchange.revocationsComeTo(Optional.of(new Outcome.Postponed()));
    clock.advance(ofMinutes(3));

    var outcome = lookAgain();

    assertThat(outcome.nextAt()).isEqualTo(clock.instant().plusSeconds(10));
    assertThat(kept()).map(Replaced::tries).contains(0);
  }

  @Test
  void theSameTokenDeliveredAgainIsNeverRevoked() {
    look(Wish.NONE);
    exchange.repeatsItself();
    clock.advance(ofMinutes(10));

    replace();
    clock.advance(ofMinutes(3));
    lookAgain();

    assertThat(kept()).isEmpty();
    assertThat(exchange.revoked()).isEmpty();
  }

  @Test
  void aTokenThatHasEndedByItselfIsTakenAwayAndNobodyIsAsked() {
    look(Wish.NONE);
    clock.advance(ofMinutes(59));
    replace();

    clock.advance(ofMinutes(3));
    lookAgain();

    assertThat(kept()).isEmpty();
    assertThat(exchange.revoked()).isEmpty();
    assertThat(trail).isEmpty();
  }

  @Test
  void aRevocationThatCouldNotBeSettledIsMadeOnceMore() {
    deliverTwo();
    clock.advance(ofMinutes(3));
    var settling = new Fault(Dependency.CLUSTER, FaultKind.CONNECT, "the API server is gone");
    exchange.afterRevoking(() -> clusters.failWith(settling));

    assertThat(look(Wish.NONE))
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.fault()).isEqualTo(settling));
    clusters.heal();
    exchange.afterRevoking(() -> {});
    lookAgain();

    assertThat(exchange.revoked()).containsExactly(FIRST, FIRST);
    assertThat(kept()).isEmpty();
  }

  @Test
  void aTokenStillKeptWhenTheNextComesIsRevokedBeforeItsPlaceIsTaken() {
    deliverTwo();
    exchange.revocationsComeTo(Optional.of(DOWN));
    clock.advance(ofMinutes(3));
    lookAgain();
    exchange.revocationsComeTo(Optional.empty());
    clock.advance(ofSeconds(5));

    replace();

    assertThat(trail).containsExactly("revoked 1");
    assertThat(kept()).map(k -> k.text().reveal()).contains(SECOND);
  }

  @Test
  void aTokenReplacedTwiceWithinItsGraceEndsByItself() {
    deliverTwo();
    clock.advance(ofMinutes(1));

    replace();

    assertThat(exchange.revoked()).isEmpty();
    assertThat(trail).containsExactly("irrevocable 1: it was replaced twice in a row");
    assertThat(kept()).map(k -> k.text().reveal()).contains(SECOND);
  }

  @Test
  void whenRevocationIsSwitchedOffWhatWasKeptGoesWithTheNextDelivery() {
    deliverTwo();
    exchange.revokesNoMore();
    clock.advance(ofMinutes(3));

    lookAgain();
    assertThat(kept()).isPresent();
    replace();

    assertThat(kept()).isEmpty();
    assertThat(exchange.revoked()).isEmpty();
  }
}
