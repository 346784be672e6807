package dev.cartographer.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cartographer.token.Fingerprint;

/** What a report of a pickup says. */
record PickupReport(long generation, Fingerprint fingerprint) {
  private static final int LONGEST = 1024;
  private static final String FORM =
      "the body is {\"generation\":118,\"fingerprint\":\"9f357f672c9c95937089dd61\"}";
  private static final ObjectReader JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  /**
   * Reads a report.
   *
   * @throws RequestFailure when it is none
   */
  static PickupReport of(String body) {
    if (body.length() > LONGEST) {
      throw RequestFailure.invalid(FORM);
    }
    try {
      var json = JSON.readTree(body);
      var generation = json.path("generation");
      if (!generation.canConvertToLong() || !generation.isIntegralNumber()) {
        throw RequestFailure.invalid(FORM);
      }
      return new PickupReport(
          generation.longValue(), new Fingerprint(json.path("fingerprint").asText()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw RequestFailure.invalid(FORM);
    }
  }
}
