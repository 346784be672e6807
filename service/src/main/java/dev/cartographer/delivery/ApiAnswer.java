package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What an API server answered.
 *
 * @param json the body; a missing node when it is no JSON
 * @param retryAfter how long we are asked to stay away, within 1 s and 5 min
 */
record ApiAnswer(int status, Optional<Duration> retryAfter, JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LONGEST_WAIT = 300;

  static ApiAnswer of(int status, Optional<String> retryAfter, byte[] body) {
    var json = parsed(body);
    var seconds = retryAfter.orElseGet(() -> json.at("/details/retryAfterSeconds").asText());
    return new ApiAnswer(status, wait(seconds), json);
  }

  /** Whether this is Kubernetes' own word for "no such thing", and not a stray 404. */
  boolean notFound(String kind) {
    return status == 404
        && json.path("reason").asText().equals("NotFound")
        && json.at("/details/kind").asText().equals(kind);
  }

  /** Kubernetes' words, foreign and unchecked; empty when there are none. */
  String message() {
    return json.path("message").asText();
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** Kubernetes sends seconds; anything else is passed over. */
  private static Optional<Duration> wait(String seconds) {
    return seconds.matches("[0-9]{1,9}")
        ? Optional.of(Duration.ofSeconds(Math.clamp(Long.parseLong(seconds), 1, LONGEST_WAIT)))
        : Optional.empty();
  }
}
