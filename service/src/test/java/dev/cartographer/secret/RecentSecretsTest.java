package dev.cartographer.secret;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.testing.MutableClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentSecretsTest {
  private static final SecretRef FILE = new SecretRef.FromFile("kube/acme");

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Map<SecretRef, SecretText> there = new HashMap<>();
  private final SecretResolver secrets = new RecentSecrets(this::read, clock);
  private int reads;

  private SecretText read(SecretRef ref) {
    reads++;
    var text = there.get(ref);
    if (text == null) {
      throw new SecretUnreadable("there is none");
    }
    return text;
  }

  @Test
  void aFileIsReadOnceASecond() {
    there.put(FILE, new SecretText("one"));

    secrets.resolve(FILE);
    clock.advance(ofMillis(900));
    secrets.resolve(FILE);

    assertThat(reads).isEqualTo(1);
  }

  @Test
  void aFileThatWasReplacedIsTakenUpAfterASecond() {
    there.put(FILE, new SecretText("one"));
    secrets.resolve(FILE);
    there.put(FILE, new SecretText("two"));

    clock.advance(ofMillis(1001));

    assertThat(secrets.resolve(FILE).reveal()).isEqualTo("two");
  }

  @Test
  void aFileThatCantBeReadIsLookedForAtEachUse() {
    assertThatThrownBy(() -> secrets.resolve(FILE)).isInstanceOf(SecretUnreadable.class);
    there.put(FILE, new SecretText("one"));

    assertThat(secrets.resolve(FILE).reveal()).isEqualTo("one");
  }

  @Test
  void whatIsNoFileIsNotKept() {
    var sealed = new SecretRef.Sealed("AA==", "acme|cluster|payments|identity|1");
    there.put(sealed, new SecretText("one"));

    secrets.resolve(sealed);
    secrets.resolve(sealed);

    assertThat(reads).isEqualTo(2);
  }
}
