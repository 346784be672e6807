package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.carrier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How exchanges are read, seen from carrier dal1 of us-south. */
class DependencyExchangesTest {
  private static final Thresholds FIVE = new Thresholds(Duration.ofMinutes(5), 5, 0.03);

  private static DependencyExchanges read(String counts) {
    return DependencyExchanges.of(Counted.of(Dependency.IAM, counts), false, FIVE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dal1 us-south 0: well 5                          | OK
          dal1 us-south 0: well 4                          | NO_DATA
          dal1 us-south 0: http_5xx 5                      | FAIL_DEPENDENCY
          dal1 us-south 0: http_5xx 4                      | NO_DATA
          dal1 us-south 0: timeout 2, connect 2, bad_response 1 | FAIL_DEPENDENCY
          dal1 us-south 0: http_4xx 3, local 2             | FAIL_CALLER
          dal1 us-south 0: http_5xx 8, http_4xx 2          | FAIL_DEPENDENCY
          dal1 us-south 0: http_5xx 2, http_4xx 8          | FAIL_CALLER
          dal1 us-south 0: http_5xx 7, http_4xx 3          | FAIL_MIXED
          dal1 us-south 0: blocked 900                     | NO_DATA
          dal1 us-south 0: identity_rejected 900           | NO_DATA
          dal1 us-south 0: identity_rejected 900, well 5   | OK
          dal1 us-south 0: not_entitled 9, http_5xx 5      | FAIL_DEPENDENCY
          dal1 us-south 0: well 9, http_5xx 1              | NO_DATA
          dal1 us-south 0: well 970, http_5xx 30           | FAIL_DEPENDENCY
          dal1 us-south 0: well 971, http_5xx 29           | OK
          """)
  void aCarriersOwnAttemptsAreReadByFloorAndShare(String counts, Exchanges expected) {
    assertThat(read(counts).of(Set.of(carrier("dal1", "us-south"))).value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dal1 us-south 0: http_5xx 5; dal1 us-south 3: well 9000             | FAIL_DEPENDENCY
          dal1 us-south 0: http_5xx 2; dal1 us-south 1: http_5xx 3; dal1 us-south 4: well 9000 | FAIL_DEPENDENCY
          dal1 us-south 0: well 5; dal1 us-south 1: http_5xx 400              | OK
          dal1 us-south 0: well 1; dal1 us-south 1: http_5xx 400              | FAIL_DEPENDENCY
          dal1 us-south 0: well 9, http_5xx 1; dal1 us-south 1: well 90, http_5xx 1 | OK
          """)
  void theNewestMinutesThatSufficeDecide(String counts, Exchanges expected) {
    assertThat(read(counts).of(Set.of(carrier("dal1", "us-south"))).value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dal1 us-south 0: +well 5                        | OK
          dal1 us-south 0: well 2, +well 3                | OK
          dal1 us-south 0: +http_5xx 5                    | FAIL_DEPENDENCY
          dal1 us-south 0: well 40, +http_5xx 5           | OK
          """)
  void syntheticExchangesCountWhereTrafficIsTooThin(String counts, Exchanges expected) {
    assertThat(read(counts).of(Set.of(carrier("dal1", "us-south"))).value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dal1 us-south 0: http_5xx 1; dal2 us-south 0: http_5xx 4 | FAIL_DEPENDENCY
          dal1 us-south 0: blocked 1; dal2 us-south 0: http_5xx 9  | FAIL_DEPENDENCY
          dal1 us-south 0: well 1; dal2 us-south 0: http_5xx 9     | NO_DATA
          dal1 us-south 0: well 1; dal2 us-south 0: well 9         | OK
          dal1 us-south 0: http_5xx 1; dal2 us-south 0: well 90    | NO_DATA
          dal1 us-south 0: blocked 1; dal2 us-south 0: well 9      | NO_DATA
          dal1 us-south 0: http_5xx 1; fra1 eu-de 0: http_5xx 40   | NO_DATA
          dal1 us-south 0: http_5xx 1; dal1 us-south 2: well 9; dal2 us-south 0: http_5xx 9 | FAIL_DEPENDENCY
          """)
  void aCarrierWithTooFewSharesTheLotOfItsRegion(String counts, Exchanges expected) {
    assertThat(read(counts).of(Set.of(carrier("dal1", "us-south"))).value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dal1 us-south 0: dns 9                                  | FAIL_CALLER
          dal1 us-south 0: tls 9                                  | FAIL_CALLER
          dal1 us-south 0: tls 9; dal2 us-south 0: well 9         | FAIL_CALLER
          dal1 us-south 0: tls 9; dal2 us-south 0: tls 9          | FAIL_DEPENDENCY
          dal1 us-south 0: dns 9; dal2 us-south 0: dns 1, well 90 | FAIL_DEPENDENCY
          """)
  void namesAndCertificatesAreACarriersOwnMatterUnlessOthersSeeThemFailToo(
      String counts, Exchanges expected) {
    assertThat(read(counts).of(Set.of(carrier("dal1", "us-south"))).value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dal1 us-south 0: http_5xx 9                                                      | SOLO
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: well 4                             | SOLO
          dal1 us-south 0: http_5xx 9; fra1 eu-de 0: well 90                               | SOLO
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: well 9                             | LOCAL
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: http_5xx 9                         | REGIONAL
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: http_5xx 9; dal3 us-south 0: well 9; dal4 us-south 0: well 9 | REGIONAL
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: http_5xx 9; dal3 us-south 0: well 9; dal4 us-south 0: well 9; dal5 us-south 0: well 9 | LOCAL
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: http_5xx 1                         | REGIONAL
          dal1 us-south 0: http_5xx 3; dal2 us-south 0: http_5xx 2; dal3 us-south 0: blocked 9 | REGIONAL
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: http_5xx 9; fra1 eu-de 0: http_5xx 9 | REGIONAL
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: http_5xx 9; fra1 eu-de 0: http_5xx 9; fra2 eu-de 0: http_5xx 9 | GLOBAL
          dal1 us-south 0: http_5xx 9; dal2 us-south 0: well 9; fra1 eu-de 0: http_5xx 9; fra2 eu-de 0: http_5xx 9 | LOCAL
          """)
  void theScopeIsThatOfTheCarriersThatReport(String counts, Scope expected) {
    assertThat(read(counts).scope(Set.of(carrier("dal1", "us-south")))).isEqualTo(expected);
  }

  @Test
  void aCarrierOfWhichNothingIsKnownIsJudgedByItsRegion() {
    var counts = "dal2 us-south 0: http_5xx 9; dal3 us-south 0: http_5xx 9";

    var unheardOf = Set.of(carrier("dal1", "us-south"));

    assertThat(read(counts).of(unheardOf).value()).isEqualTo(Exchanges.FAIL_DEPENDENCY);
    assertThat(read(counts).scope(unheardOf)).isEqualTo(Scope.REGIONAL);
    assertThat(read("fra1 eu-de 0: well 9").of(unheardOf).value()).isEqualTo(Exchanges.NO_DATA);
  }

  @Test
  void refusedCustomersCountAgainstUsWhenTheyAreTooMany() {
    var counts = Counted.of(Dependency.IAM, "dal1 us-south 0: identity_rejected 40, well 2");
    var dal1 = Set.of(carrier("dal1", "us-south"));

    assertThat(DependencyExchanges.of(counts, true, FIVE).of(dal1).value())
        .isEqualTo(Exchanges.FAIL_CALLER);
    assertThat(DependencyExchanges.of(counts, false, FIVE).of(dal1).value())
        .isEqualTo(Exchanges.NO_DATA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dal1 us-south 0: +well 3                                     | UP_FUNCTIONAL
          dal1 us-south 0: +well 1                                     | UNKNOWN
          dal1 us-south 0: +well 1; dal1 us-south 1: +well 1           | UP_FUNCTIONAL
          dal1 us-south 0: +timeout 1; dal1 us-south 1: +timeout 1     | DOWN
          dal1 us-south 0: +timeout 1; dal1 us-south 1: +well 1        | UNKNOWN
          dal1 us-south 0: +timeout 1; dal1 us-south 1: +well 1; dal1 us-south 2: +timeout 1 | DOWN
          dal1 us-south 0: +timeout 1; dal1 us-south 1: +timeout 1; dal1 us-south 2: +well 1; dal1 us-south 3: +well 9 | DOWN
          dal1 us-south 0: +well 3; dal1 us-south 1: +timeout 30       | UP_FUNCTIONAL
          dal1 us-south 0: +identity_rejected 9                        | UNKNOWN
          dal1 us-south 0: +blocked 9                                  | UNKNOWN
          dal1 us-south 0: +tls 3                                      | DOWN
          """)
  void twoInThreeOfTheNewestSyntheticExchangesMustAgree(String counts, Probe expected) {
    var probes = Series.of(Counted.of(Dependency.IAM, counts));

    assertThat(SyntheticExchanges.read(probes)).isEqualTo(expected);
  }
}
