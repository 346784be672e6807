package dev.cartographer.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fleet.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One log line or one sample on its way, as a line of JSON.
 *
 * @param sequence counts a cluster's lines of one signal, beginning with 1
 */
record Line(String cluster, long sequence) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As it is written. */
  String json(Signal signal) {
    var members =
        switch (signal) {
          case LOGS -> Map.of("cluster", cluster, "sequence", sequence, "line", "GET /orders 200");
          case METRICS ->
              Map.of(
                  "cluster", cluster,
                  "sequence", sequence,
                  "metric", "orders_total",
                  "value", sequence);
        };
    try {
      return JSON.writeValueAsString(members);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers always make JSON", e);
    }
  }

  /** The lines of a body; empty when there are none or one of them is not well formed. */
  static Optional<List<Line>> in(String body, Signal signal) {
    try {
      var lines = new ArrayList<Line>();
      for (var text : body.lines().filter(text -> !text.isBlank()).toList()) {
        var json = JSON.readTree(text);
        if (!whole(json, signal)) {
          return Optional.empty();
        }
        lines.add(of(json));
      }
      return Optional.<List<Line>>of(lines).filter(some -> !some.isEmpty());
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static boolean whole(JsonNode json, Signal signal) {
    var carries =
        switch (signal) {
          case LOGS -> json.path("line").isTextual();
          case METRICS -> json.path("metric").isTextual() && json.path("value").isNumber();
        };
    return carries && json.path("cluster").isTextual() && json.path("sequence").asLong() > 0;
  }

  private static Line of(JsonNode json) {
    return new Line(json.path("cluster").textValue(), json.path("sequence").asLong());
  }
}
