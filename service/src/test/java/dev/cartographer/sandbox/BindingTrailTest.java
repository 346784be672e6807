package dev.cartographer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BindingTrailTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final BindingTrail trail = new BindingTrail();

  @Test
  void aTokenSeenTwiceIsDeliveredOnce() {
    trail.see(note(4, 0), false, NOON.plusSeconds(1));
    trail.see(note(4, 0), true, NOON.plusSeconds(2));
    trail.see(note(5, 10), false, NOON.plusSeconds(11));

    assertThat(trail.delivered()).isEqualTo(2);
    assertThat(trail.rotations()).isEqualTo(1);
    assertThat(trail.generation()).isEqualTo(5);
    assertThat(trail.expiresAt()).contains(NOON.plusSeconds(28));
    assertThat(trail.wasAccepted()).isTrue();
    assertThat(trail.wasExpired()).isFalse();
  }

  @Test
  void aTokenWhoseLifeIsOverIsRemembered() {
    trail.see(note(1, 0), true, NOON.plusSeconds(18));
    trail.see(note(2, 20), true, NOON.plusSeconds(21));

    assertThat(trail.wasExpired()).isTrue();
  }

  @Test
  void aTokenThatEndedBetweenTwoLooksIsNoticed() {
    trail.see(note(1, 0), true, NOON.plusSeconds(17));
    trail.see(note(2, 18), true, NOON.plusSeconds(19));

    assertThat(trail.wasExpired()).isTrue();
  }

  /** A token that lives 18 s. */
  private static Note note(long generation, int issuedSecond) {
    var issued = NOON.plusSeconds(issuedSecond);
    var fingerprint = new Fingerprint("%024x".formatted(generation));
    return new Note(generation, issued, issued.plusSeconds(18), fingerprint);
  }
}
