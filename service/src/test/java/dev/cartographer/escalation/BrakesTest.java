package dev.cartographer.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.escalation.Brakes.Paged;
import dev.cartographer.incident.Team;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrakesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IAM     |                                                      | true
          IAM     | IAM 0, IAM 10                                        | true
          IAM     | IAM 0, IAM 10, IAM 59                                | false
          LOGGING | IAM 0, IAM 10, IAM 59                                | true
          IAM     | IAM 0, IAM 10, IAM 60                                | true
          METRICS | IAM 1, IAM 2, IAM 3, LOGGING 4, LOGGING 5            | true
          METRICS | IAM 1, IAM 2, IAM 3, LOGGING 4, LOGGING 5, METRICS 6 | false
          METRICS | IAM 1, IAM 2, IAM 3, LOGGING 4, LOGGING 5, IAM 61    | true
          """)
  void soManyPagesAnHourForOneTeamAndInAll(Team team, String before, boolean letThrough) {
    var pages = before == null ? List.<Paged>of() : pages(before);

    assertThat(Brakes.DEFAULT.letThrough(team, pages, NOON)).isEqualTo(letThrough);
  }

  /** Teams, and how many minutes ago they were paged. */
  private static List<Paged> pages(String text) {
    return Arrays.stream(text.split(", ", -1))
        .map(page -> page.split(" ", -1))
        .map(page ->
            new Paged(Team.valueOf(page[0]), NOON.minusSeconds(60 * Long.parseLong(page[1]))))
        .toList();
  }
}
