package dev.cartographer.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was answered.
 *
 * @param theirClock what the server's clock says, from {@code Date} and {@code Age} (RFC 9110
 *     §6.6.1, RFC 9111 §5.1): a cache's answer carries the date of its origin
 * @param at when it was here, by our clock
 * @param took from asking to the last byte
 */
record Fetched(int status, String body, Optional<Instant> theirClock, Instant at, Duration took) {
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  /**
   * The answer as JSON.
   *
   * @throws Unfetched when it is another status than 200, or not JSON
   */
  JsonNode json() {
    if (status != 200) {
      throw new Unfetched("answered with status " + status);
    }
    return parsed();
  }

  /**
   * The body as JSON, whatever the status.
   *
   * @throws Unfetched when it is not JSON
   */
  JsonNode parsed() {
    try {
      var read = READER.readTree(body);
      if (!read.isMissingNode()) {
        return read;
      }
    } catch (JsonProcessingException quotesTheText) {
      // said below
    }
    throw new Unfetched("answered with text that is not JSON, or has a member twice");
  }
}
