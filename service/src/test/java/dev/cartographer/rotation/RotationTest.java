package dev.cartographer.rotation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.FakeClusters;
import dev.cartographer.testing.FakeExchange;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Fault IAM_IS_DOWN =
      new Fault(Dependency.IAM, FaultKind.CONNECT, "IAM refused the connection");

  private static final Fault CONFIGMAP_FORBIDDEN =
      new Fault(Dependency.CLUSTER, FaultKind.DELIVERY_REFUSED, "configmaps are forbidden");

  private final MutableClock clock = new MutableClock(MIDNIGHT);
  private final FakeExchange exchange = new FakeExchange(clock);
  private final FakeClusters clusters = new FakeClusters();
  private final List<Note> audited = new ArrayList<>();
  private final Schedule schedule =
      new Schedule(
          RenewalPolicy.DEFAULT, RetryPolicy.DEFAULT, ofMinutes(5), new SplittableRandom(1));
  private final Rotation rotation =
      new Rotation(exchange, clusters, (_, note, _, _) -> audited.add(note), schedule, clock);
  private final Binding binding = binding();

  private static Binding binding() {
    var wish = Fleets.cluster("acme-payments");
    var cluster =
        new Cluster(
            42, wish.name(), wish.tenant(), wish.carrier(), wish.identity(), wish.target(), 1);
    return new Binding(cluster, Signal.LOGS);
  }

  private RotationOutcome rotate(Optional<Note> recorded) {
    return rotation.rotate(
        new Claim(binding, 1, recorded, Wish.NONE, 0, Duration.ZERO, Optional.empty()),
        Supplier::get);
  }

  private Note held() {
    return ((Held.Present) clusters.held(binding)).note();
  }

  @Test
  void aClusterWithoutATokenGetsItsFirst() {
    var outcome = rotate(Optional.empty());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rotated.class,
            rotated -> {
              assertThat(rotated.reason()).isEqualTo(Reason.ABSENT);
              assertThat(rotated.note().generation()).isEqualTo(1);
              assertThat(rotated.note()).isEqualTo(held());
            });
    assertThat(audited).containsExactly(held());
  }

  @Test
  void aFreshTokenIsLeftAloneAndLookedAtAgainWithinTheSweep() {
    rotate(Optional.empty());
    var before = held();
    clock.advance(ofMinutes(10));

    var outcome = rotate(Optional.of(before));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Fresh.class,
            fresh ->
                assertThat(fresh.nextAt())
                    .isBetween(
                        MIDNIGHT.plus(ofMinutes(14)).plusSeconds(30),
                        MIDNIGHT.plus(ofMinutes(15))));
    assertThat(exchange.issued()).isEqualTo(1);
  }

  @Test
  void aTokenIsReplacedOnceItsRenewalPointHasPassed() {
    rotate(Optional.empty());
    var first = held();
    clock.set(RenewalPolicy.DEFAULT.renewAt(42, first));

    rotate(Optional.of(first));

    assertThat(held().generation()).isEqualTo(2);
  }

  @Test
  void aSecretDeletedByHandIsRestoredWithAHigherGeneration() {
    rotate(Optional.empty());
    var first = held();
    clusters.delete(binding);

    rotate(Optional.of(first));

    assertThat(held().generation()).isEqualTo(2);
  }

  @Test
  void whenIamIsDownTheOldTokenStaysAndIamIsNamed() {
    rotate(Optional.empty());
    var before = held();
    exchange.failWith(IAM_IS_DOWN);
    clock.advance(ofMinutes(45));

    var outcome = rotate(Optional.of(before));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.fault()).isEqualTo(IAM_IS_DOWN);
              assertThat(failed.nextAt()).isEqualTo(clock.instant().plus(failed.backoff()));
            });
    assertThat(held()).isEqualTo(before);
  }

  @Test
  void aClusterThatCantBeReachedIsItsOwnFaultAndNothingIsFetched() {
    var gone = new Fault(Dependency.CLUSTER, FaultKind.CONNECT, "the API server refused");
    clusters.failWith(gone);

    var outcome = rotate(Optional.empty());

    assertThat(outcome)
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.fault()).isEqualTo(gone));
    assertThat(exchange.issued()).isZero();
  }

  @Test
  void noFirstTokenIsFetchedForAnAgentWithoutItsConfiguration() {
    clusters.failConfiguringWith(CONFIGMAP_FORBIDDEN);

    var outcome = rotate(Optional.empty());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.fault()).isEqualTo(CONFIGMAP_FORBIDDEN));
    assertThat(exchange.issued()).isZero();
  }

  @Test
  void aTokenInUseIsRenewedWhateverBecomesOfTheConfigurationWhichIsToldAtTheNextLook() {
    rotate(Optional.empty());
    clusters.failConfiguringWith(CONFIGMAP_FORBIDDEN);
    clock.advance(ofMinutes(45));

    var renewed = rotate(Optional.of(held()));
    assertThat(renewed)
        .isInstanceOfSatisfying(
            Rotated.class,
            r -> assertThat(r.nextAt()).isBefore(clock.instant().plus(ofMinutes(1))));
    assertThat(held().generation()).isEqualTo(2);

    clock.set(renewed.nextAt());
    assertThat(rotate(Optional.of(held())))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.fault()).isEqualTo(CONFIGMAP_FORBIDDEN));

    clusters.healConfiguring();
    assertThat(rotate(Optional.of(held()))).isInstanceOf(Fresh.class);
  }

  @Test
  void aLostDatabaseHealsFromTheNoteAndNeverGoesBack() {
    var newer =
        new Note(
            118, MIDNIGHT, MIDNIGHT.plus(ofHours(1)), Fingerprint.of(new SecretText("another's")));
    clusters.put(binding, new Held.Present(newer));

    assertThat(rotate(Optional.empty()))
        .isInstanceOfSatisfying(Fresh.class, f -> assertThat(f.note()).isEqualTo(newer));

    clock.advance(ofMinutes(50));
    rotate(Optional.empty());
    assertThat(held().generation()).isEqualTo(119);
  }

  @Test
  void whoIsOutrunDeliversNothingAndBelievesTheCluster() {
    var newer =
        new Note(2, MIDNIGHT, MIDNIGHT.plus(ofHours(1)), Fingerprint.of(new SecretText("theirs")));
    var racing =
        new Rotation(
            exchange,
            clusters,
            (_, _, _, _) -> clusters.put(binding, new Held.Present(newer)),
            schedule,
            clock);

    var outcome =
        racing.rotate(
            new Claim(binding, 1, Optional.empty(), Wish.NONE, 0, Duration.ZERO, Optional.empty()),
            Supplier::get);

    assertThat(outcome)
        .isInstanceOfSatisfying(Fresh.class, f -> assertThat(f.note()).isEqualTo(newer));
    assertThat(held()).isEqualTo(newer);
  }

  @Test
  void withoutAnAuditRecordNoTokenLeaves() {
    var unaudited =
        new Rotation(
            exchange,
            clusters,
            (_, _, _, _) -> {
              throw new StoreFailure("the database failed", new IllegalStateException());
            },
            schedule,
            clock);

    assertThatThrownBy(() ->
            unaudited.rotate(
                new Claim(
                    binding, 1, Optional.empty(), Wish.NONE, 0, Duration.ZERO, Optional.empty()),
                Supplier::get))
        .isInstanceOf(StoreFailure.class);
    assertThat(clusters.held(binding)).isEqualTo(new Held.Absent());
  }
}
