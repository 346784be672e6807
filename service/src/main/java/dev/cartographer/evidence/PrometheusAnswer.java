package dev.cartographer.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answer of Prometheus to an instant query ({@code /api/v1/query}).
 *
 * @param samples those of a vector, or the one of a scalar
 */
record PrometheusAnswer(List<Sample> samples) {

  /** One value with its labels. */
  record Sample(Map<String, String> labels, double value) {}

  /**
   * Asks.
   *
   * @throws Unfetched when there is no whole answer
   */
  static PrometheusAnswer to(String expression, Web web, Question question, Instant deadline) {
    var query = Map.of("query", PromText.filled(expression, question));
    return of(web.get(web.address().at("/api/v1/query", query), deadline));
  }

  /**
   * Reads an answer. A partial one, told by its warnings, is none.
   *
   * @throws Unfetched when it is no whole answer
   */
  static PrometheusAnswer of(Fetched fetched) {
    var answer = fetched.parsed();
    if (!answer.path("status").asText().equals("success") || fetched.status() != 200) {
      throw new Unfetched(
          "refused the query (status %d): %s %s"
              .formatted(
                  fetched.status(),
                  answer.path("errorType").asText(),
                  answer.path("error").asText()));
    }
    if (!answer.path("warnings").isEmpty()) {
      throw new Unfetched("answered in part: " + answer.path("warnings").path(0).asText());
    }
    var data = answer.path("data");
    return switch (data.path("resultType").asText()) {
      case "vector" -> new PrometheusAnswer(vector(data.path("result")));
      case "scalar" ->
          new PrometheusAnswer(List.of(new Sample(Map.of(), value(data.path("result")))));
      default -> throw new Unfetched("answered with neither a vector nor a scalar");
    };
  }

  private static List<Sample> vector(JsonNode result) {
    var samples = new ArrayList<Sample>();
    for (var series : result) {
      var labels = new TreeMap<String, String>();
      series
          .path("metric")
          .properties()
          .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
      samples.add(new Sample(labels, value(series.path("value"))));
    }
    return samples;
  }

  /** Values are strings, among them NaN, +Inf and -Inf. */
  private static double value(JsonNode pair) {
    var text = pair.path(1).asText();
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> number(text);
    };
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new Unfetched("answered with a sample that is no number");
    }
  }

  /** What all samples agree on: 1 is well, 0 is ill, and anything else is nothing. */
  Optional<Boolean> agreed() {
    if (!samples.isEmpty() && samples.stream().allMatch(s -> s.value == 1)) {
      return Optional.of(true);
    }
    return !samples.isEmpty() && samples.stream().allMatch(s -> s.value == 0)
        ? Optional.of(false)
        : Optional.empty();
  }

  /** In words. */
  String said() {
    if (samples.isEmpty()) {
      return "no series";
    }
    var first = samples.getFirst();
    return samples.size() == 1
        ? "value " + first.value
        : "%d series, of which %d are 1 and %d are 0"
            .formatted(
                samples.size(),
                samples.stream().filter(s -> s.value == 1).count(),
                samples.stream().filter(s -> s.value == 0).count());
  }
}
