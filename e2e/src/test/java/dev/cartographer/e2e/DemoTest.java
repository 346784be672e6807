package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pretend region checks itself. */
class DemoTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void theDemonstrationLosesNothing() {
    assertNothingLost(check("demo", "--check"));
  }

  @Test
  void theDemonstrationOutlastsAnIamThatFails() {
    assertNothingLost(check("demo", "--check", "--break", "iam"));
  }

  private static JsonNode check(String... arguments) {
    var said = Launcher.run(Repository.emptied("demo"), Map.of(), PATIENCE, arguments);
    assertThat(said.exit()).as(said.all()).isZero();
    return Http.json(said.out().strip().lines().toList().getLast());
  }

  private static void assertNothingLost(JsonNode result) {
    for (var count : List.of("expired", "rejectedWrites", "lostLines")) {
      assertThat(result.path(count).asLong(-1)).as(count + " of " + result).isZero();
    }
  }
}
