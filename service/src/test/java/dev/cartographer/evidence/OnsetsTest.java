package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.NOON;
import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static dev.cartographer.fault.Dependency.METRICS;
import static dev.cartographer.verdict.Case.Circumstance.LOGGING_BEFORE_IAM;
import static dev.cartographer.verdict.Case.Circumstance.METRICS_BEFORE_IAM;
import static dev.cartographer.verdict.Case.Circumstance.SAME_ONSET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.evidence.ExchangeBook.Summed;
import dev.cartographer.fault.Dependency;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OnsetsTest {

  private static Onsets onsets(List<Summed> minutes) {
    return Onsets.of(minutes, Thresholds.DEFAULT, NOON);
  }

  /** Five of ten fail in each minute from so long ago to now; before that all go well. */
  private static Stream<Summed> failing(Dependency dependency, int minutes) {
    return Stream.iterate(0, ago -> ago + 1)
        .limit(120)
        .map(ago ->
            new Summed(
                NOON.minus(Duration.ofMinutes(ago)),
                dependency,
                ago <= minutes ? new Tally(5, 5, 0, 0, 0, 0) : new Tally(10, 0, 0, 0, 0, 0)));
  }

  private static List<Summed> both(Stream<Summed> one, Stream<Summed> other) {
    return Stream.concat(one, other).toList();
  }

  @Test
  void theOnsetIsTheFirstOfTheFailingMinutesThatReachToNow() {
    assertThat(onsets(failing(IAM, 7).toList()).first())
        .contains(NOON.minus(Duration.ofMinutes(7)));
  }

  @Test
  void whatIsOverHasNoOnset() {
    var recovered =
        Stream.concat(
            failing(IAM, 7).filter(m -> m.minute().isBefore(NOON)),
            Stream.of(new Summed(NOON, IAM, new Tally(10, 0, 0, 0, 0, 0))));

    assertThat(onsets(recovered.toList()).first()).isEmpty();
    assertThat(onsets(failing(IAM, -1).toList()).first()).isEmpty();
    assertThat(
            onsets(
                    failing(IAM, 40)
                        .filter(m -> m.minute().isBefore(NOON.minus(Duration.ofMinutes(6))))
                        .toList())
                .first())
        .isEmpty();
  }

  @Test
  void minutesWithoutAttemptsAreNoEnd() {
    var sparse = failing(IAM, 40).filter(m -> m.minute().getEpochSecond() % 600 == 0).toList();

    assertThat(onsets(sparse).first()).contains(NOON.minus(Duration.ofMinutes(40)));
  }

  @Test
  void aFewFailuresAreNoOnset() {
    var few = List.of(new Summed(NOON, IAM, new Tally(0, 4, 0, 0, 0, 0)));

    assertThat(onsets(few).first()).isEmpty();
  }

  @Test
  void loggingAndMetricsBeganTogetherWithinTwoMinutes() {
    assertThat(onsets(both(failing(LOGGING, 7), failing(METRICS, 9))).circumstances())
        .containsExactly(SAME_ONSET);
    assertThat(onsets(both(failing(LOGGING, 7), failing(METRICS, 10))).circumstances()).isEmpty();
    assertThat(onsets(failing(LOGGING, 7).toList()).circumstances()).isEmpty();
  }

  @Test
  void aServiceBeganBeforeIamByTwoMinutesAtTheLeast() {
    assertThat(onsets(both(failing(LOGGING, 9), failing(IAM, 7))).circumstances())
        .containsExactly(LOGGING_BEFORE_IAM);
    assertThat(onsets(both(failing(METRICS, 9), failing(IAM, 7))).circumstances())
        .containsExactly(METRICS_BEFORE_IAM);
    assertThat(onsets(both(failing(METRICS, 8), failing(IAM, 7))).circumstances()).isEmpty();
    assertThat(onsets(both(failing(METRICS, 7), failing(IAM, 9))).circumstances()).isEmpty();
    assertThat(onsets(failing(METRICS, 9).toList()).circumstances()).isEmpty();
  }
}
