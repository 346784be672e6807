package dev.cartographer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
  private final Exposition exposition = new Exposition();

  @Test
  void everyKindOfMetricIsWrittenAsPrometheusReadsIt() {
    exposition.counter("c_total", "Counted.", "a", "b").increment("1", "2");
    exposition.histogram("h_seconds", "Took.", List.of(0.5, 1.0), "a").record(millis(700), "x");
    exposition.gauge("g", "Stands.").replace(rows -> rows.add(() -> 2.5));

    assertThat(text(Format.TEXT))
        .isEqualTo(
            """
            # HELP c_total Counted.
            # TYPE c_total counter
            c_total{a="1",b="2"} 1
            # HELP h_seconds Took.
            # TYPE h_seconds histogram
            h_seconds_bucket{a="x",le="0.5"} 0
            h_seconds_bucket{a="x",le="1.0"} 1
            h_seconds_bucket{a="x",le="+Inf"} 1
            h_seconds_sum{a="x"} 0.7
            h_seconds_count{a="x"} 1
            # HELP g Stands.
            # TYPE g gauge
            g 2.5
            besides 1
            """);
  }

  @Test
  void openMetricsNamesACounterWithoutItsSuffixAndSaysWhenItEnds() {
    exposition.counter("c_total", "Counted.").increment();

    assertThat(text(Format.OPENMETRICS))
        .isEqualTo(
            """
            # HELP c Counted.
            # TYPE c counter
            c_total 1
            besides 1
            # EOF
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|TEXT",
        "*/*|TEXT",
        "text/plain|TEXT",
        "application/openmetrics-text; version=1.0.0; charset=utf-8|OPENMETRICS",
        // as Prometheus 2.42 asks
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1|OPENMETRICS",
      })
  void whoeverAsksGetsTheFormatTheyAccept(String accept, Format format) {
    assertThat(Format.of(accept)).isEqualTo(format);
  }

  @Test
  void aLabelsValueCantBreakOutOfItsQuotes() {
    exposition.counter("c_total", "Counted.", "a").increment("x\"} 7\n\\");

    assertThat(text(Format.TEXT)).contains("\nc_total{a=\"x\\\"} 7\\n\\\\\"} 1\n");
  }

  @Test
  void aLabelSetIsConstant() {
    var counter = exposition.counter("c_total", "Counted.", "a", "b");

    assertThatThrownBy(() -> counter.increment("1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCounterMayBeShownBeforeItCounts() {
    var counter = exposition.counter("c_total", "Counted.", "a");
    assertThat(text(Format.TEXT)).isEqualTo("besides 1\n");

    counter.begin("x").begin("x");
    assertThat(text(Format.TEXT)).contains("c_total{a=\"x\"} 0\n");
    counter.add(3, "x");
    assertThat(text(Format.TEXT)).contains("c_total{a=\"x\"} 3\n");
  }

  @Test
  void theRowsOfAGaugeAreReplacedTogether() {
    var gauge = exposition.gauge("g", "Stands.", "a");
    gauge.replace(rows -> rows.add(1, "x"));
    gauge.replace(rows -> rows.add(2, "y"));
    assertThat(text(Format.TEXT)).contains("g{a=\"y\"} 2.0\n").doesNotContain("x");

    gauge.replace(_ -> {});
    assertThat(text(Format.TEXT)).isEqualTo("besides 1\n");
  }

  @Test
  void whatIsNoNumberIsSaidInPrometheusWords() {
    exposition
        .gauge("g", "Stands.", "a")
        .replace(rows -> {
          rows.add(() -> Double.POSITIVE_INFINITY, "1");
          rows.add(() -> Double.NEGATIVE_INFINITY, "2");
          rows.add(() -> Double.NaN, "3");
          rows.add(() -> 12_345_678.9, "4");
        });

    assertThat(text(Format.TEXT))
        .contains("1\"} +Inf\n", "2\"} -Inf\n", "3\"} NaN\n", "4\"} 1.23456789E7\n");
  }

  @Test
  void whoeverCountsWaitsForNoReader() throws Exception {
    var reading = new CountDownLatch(1);
    var counted = new CountDownLatch(1);
    var counter = exposition.counter("c_total", "Counted.", "a");
    var gauge = exposition.gauge("g", "Stands.");
    gauge.replace(rows ->
        rows.add(() -> {
          reading.countDown();
          await(counted);
          return 1;
        }));

    var read = CompletableFuture.supplyAsync(() -> text(Format.TEXT));
    reading.await();
    counter.increment("new");
    gauge.replace(rows -> rows.add(2));
    counted.countDown();

    assertThat(read.get()).contains("g 1.0\n");
    assertThat(text(Format.TEXT)).contains("c_total{a=\"new\"} 1\n", "g 2.0\n");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String text(Format format) {
    return new String(exposition.write(format, "besides 1\n"), StandardCharsets.UTF_8);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
