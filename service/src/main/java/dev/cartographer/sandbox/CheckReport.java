package dev.cartographer.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a check came to: one line of JSON.
 *
 * @param delivered tokens seen beside the agents
 * @param rotations of these, all but the first of each binding
 * @param expired bindings that were ever seen with a token whose life was over
 * @param rejectedWrites writes that a service refused because of the token
 * @param lostLines lines that an agent read and that never arrived
 * @param seconds how long it took
 */
public record CheckReport(
    int clusters,
    int bindings,
    long delivered,
    long rotations,
    long expired,
    long rejectedWrites,
    long lostLines,
    double seconds) {

  boolean clean() {
    return expired == 0 && rejectedWrites == 0 && lostLines == 0;
  }

  String json() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers always make JSON", e);
    }
  }
}
