package dev.cartographer.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Workload;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LatelyFoundTest {
  private final Set<String> enrolled = new HashSet<>(Set.of("one agent"));
  private final AtomicInteger asked = new AtomicInteger();
  private final LatelyFound lately =
      new LatelyFound((issuer, subject) -> {
        asked.incrementAndGet();
        return Optional.of(issuer + " " + subject)
            .filter(enrolled::contains)
            .map(_ ->
                new Workloads.Known(
                    new Caller(3, new Name("acme"), 1, true, subject),
                    new Workload(issuer, subject, Optional.empty())));
      });

  @Test
  void whatWasFoundIsNotLookedForAgain() {
    for (var i = 0; i < 100; i++) {
      assertThat(lately.find("one", "agent")).isPresent();
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void whatWasNotFoundIsLookedForAgain() {
    assertThat(lately.find("two", "agent")).isEmpty();
    enrolled.add("two agent");

    assertThat(lately.find("two", "agent")).isPresent();
  }

  @Test
  void noPairIsMistakenForAnother() {
    lately.find("one", "agent");

    assertThat(lately.find("one ", "agent")).isEmpty();
    assertThat(lately.find("agent", "one")).isEmpty();
    assertThat(lately.find("one a", "gent")).isEmpty();
  }
}
