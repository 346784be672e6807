package dev.cartographer.token;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Renewal.Due;
import dev.cartographer.token.Renewal.NotDue;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalPolicyTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final RenewalPolicy POLICY = new RenewalPolicy(0.55, 0.70, Duration.ofHours(24));

  private static Note note(long generation) {
    return new Note(
        generation,
        MIDNIGHT,
        MIDNIGHT.plus(ofHours(1)),
        Fingerprint.of(new SecretText("token " + generation)));
  }

  private static Renewal decide(Held held, Optional<Note> recorded, Wish wish, Instant now) {
    return POLICY.decide(42, held, recorded, wish, now);
  }

  @Test
  void aTokenIsNotDueBeforeItsRenewalPointAndDueAtIt() {
    var held = new Held.Present(note(3));
    var renewAt = POLICY.renewAt(42, note(3));

    assertThat(decide(held, Optional.of(note(3)), Wish.NONE, renewAt.minusNanos(1)))
        .isEqualTo(new NotDue(note(3), renewAt));
    assertThat(decide(held, Optional.of(note(3)), Wish.NONE, renewAt))
        .isEqualTo(new Due(Reason.AGEING));
  }

  @Test
  void whatIsMissingUnreadableRolledBackOrExpiredIsDue() {
    var now = MIDNIGHT.plus(ofMinutes(1));

    assertThat(decide(new Held.Absent(), Optional.of(note(3)), Wish.NONE, now))
        .isEqualTo(new Due(Reason.ABSENT));
    assertThat(decide(new Held.Unreadable("no note"), Optional.of(note(3)), Wish.NONE, now))
        .isEqualTo(new Due(Reason.UNREADABLE));
    assertThat(decide(new Held.Present(note(2)), Optional.of(note(3)), Wish.NONE, now))
        .isEqualTo(new Due(Reason.ROLLED_BACK));
    assertThat(
            decide(
                new Held.Present(note(3)), Optional.of(note(3)), Wish.NONE, now.plus(ofHours(1))))
        .isEqualTo(new Due(Reason.EXPIRED));
  }

  @Test
  void aWishMakesAFreshTokenDue() {
    var now = MIDNIGHT.plus(ofMinutes(1));
    var held = new Held.Present(note(3));

    assertThat(decide(held, Optional.of(note(3)), Wish.REQUESTED, now))
        .isEqualTo(new Due(Reason.REQUESTED));
    assertThat(decide(held, Optional.of(note(3)), Wish.CHANGED, now))
        .isEqualTo(new Due(Reason.CHANGED));
  }

  @Test
  void theClustersNoteIsBelievedOverALostDatabase() {
    var held = new Held.Present(note(118));

    var decided = decide(held, Optional.empty(), Wish.NONE, MIDNIGHT.plus(ofMinutes(1)));

    assertThat(decided).isEqualTo(new NotDue(note(118), POLICY.renewAt(42, note(118))));
  }

  @Test
  void theRenewalPointLiesInTheWindowAndSpreadsEvenly() {
    var tenths = new int[10];
    for (var cluster = 0; cluster < 10_000; cluster++) {
      var age = Duration.between(MIDNIGHT, POLICY.renewAt(cluster, note(1))).toSeconds();

      assertThat(age).isBetween(33L * 60, 42L * 60);
      tenths[(int) Math.min(9, (age - 33 * 60) / 54)]++;
    }

    assertThat(Arrays.stream(tenths).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
  }

  @Test
  void anotherGenerationOfTheSameClusterDrawsAnew() {
    assertThat(IntStream.range(1, 20).mapToObj(g -> POLICY.renewAt(42, note(g))).distinct())
        .hasSize(19);
  }

  @Test
  void noTokenIsKeptLongerThanTheLongestLifeWhateverItSays() {
    var eternal =
        new Note(
            1,
            MIDNIGHT,
            Instant.parse("2199-12-31T23:59:59Z"),
            Fingerprint.of(new SecretText("x")));

    assertThat(POLICY.renewAt(42, eternal)).isBefore(MIDNIGHT.plus(ofHours(17)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.7", "0.7, 0.55", "0.55, 1", "-0.1, 0.5"})
  void aWindowThatIsNoneIsRefused(double earliest, double latest) {
    assertThatThrownBy(() -> new RenewalPolicy(earliest, latest, Duration.ofHours(1)))
        .hasMessageContaining("0 < earliest <= latest < 1");
  }

  @Test
  void aNoteFromTheFutureIsNotBelieved() {
    var ahead =
        new Note(
            3,
            MIDNIGHT.plus(ofMinutes(6)),
            MIDNIGHT.plus(ofHours(2)),
            Fingerprint.of(new SecretText("x")));

    assertThat(decide(new Held.Present(ahead), Optional.empty(), Wish.NONE, MIDNIGHT))
        .isEqualTo(new Due(Reason.UNREADABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2026-01-01T00:00:00Z, 2026-01-01T01:00:00Z",
    "9223372036854775807, 2026-01-01T00:00:00Z, 2026-01-01T01:00:00Z",
    "1, 2026-01-01T00:00:00Z, +999999999-12-31T23:59:59Z",
    "1, -999999999-01-01T00:00:00Z, 2026-01-01T01:00:00Z",
    "1, 2026-01-01T01:00:00Z, 2026-01-01T01:00:00Z"
  })
  void whatNoDeliveryCanHaveWrittenIsNoNote(long generation, Instant issuedAt, Instant expiresAt) {
    assertThatThrownBy(
            () -> new Note(generation, issuedAt, expiresAt, Fingerprint.of(new SecretText("x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
