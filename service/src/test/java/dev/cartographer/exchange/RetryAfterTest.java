package dev.cartographer.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                              | PT1S
          1                              | PT1S
          120                            | PT2M
          ' 120 '                        | PT2M
          86400                          | PT5M
          99999999999999999999999        | PT5M
          Tue, 24 Nov 2026 12:02:00 GMT  | PT2M
          Wed, 25 Nov 2026 12:02:00 GMT  | PT5M
          """)
  void secondsAndDatesAreObeyedBetweenOneSecondAndFiveMinutes(String header, Duration wait) {
    assertThat(RetryAfter.of(header, NOON)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tue, 24 Nov 2026 12:00:00 GMT",
        "Tue, 24 Nov 2026 11:59:00 GMT",
        "Mon, 24 Nov 2026 12:02:00 GMT",
        "-1",
        "1.5",
        "soon",
        "12 s",
        "2026-11-24T12:02:00Z",
        ""
      })
  void datesGoneByAndGarbageAreIgnored(String header) {
    assertThat(RetryAfter.of(header, NOON)).isEmpty();
  }
}
