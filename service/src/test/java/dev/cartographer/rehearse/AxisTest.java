package dev.cartographer.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.rehearse.Axis.Mark;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "7, 8", "201, 300", "1000, 1000", "1001, 2000", "9500, 10000"})
  void numbersEndAtTheNextRoundOne(double most, double end) {
    assertThat(Axis.ofNumbers(most).most()).isEqualTo(end);
  }

  @Test
  void largeNumbersAreToldShort() {
    assertThat(Axis.ofNumbers(1_326_424).marks())
        .isEqualTo(
            List.of(new Mark(0, "0"), new Mark(1_000_000, "1 M"), new Mark(2_000_000, "2 M")));
    assertThat(Axis.ofNumbers(25_000).marks())
        .extracting(Mark::label)
        .containsExactly("0", "15 k", "30 k");
  }

  @Test
  void timeHasAFewRoundMarks() {
    assertThat(Axis.ofTime(Duration.ofHours(24)).marks())
        .extracting(Mark::label)
        .containsExactly("0", "3 h", "6 h", "9 h", "12 h", "15 h", "18 h", "21 h", "24 h");
    assertThat(Axis.ofTime(Duration.ofMinutes(5)).marks()).hasSize(6);
    assertThat(Axis.ofTime(Duration.ofDays(31)).marks())
        .extracting(Mark::label)
        .containsExactly("0", "7 d", "14 d", "21 d", "28 d");
  }
}
