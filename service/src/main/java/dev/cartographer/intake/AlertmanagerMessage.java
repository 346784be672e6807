package dev.cartographer.intake;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * A message of Alertmanager's webhook, version 4. What is not known is overlooked, and an alert
 * without what we need is kept as it is: it will be somebody's to look at, never nobody's.
 *
 * @param alerts those that fire and those that ended, as they stand in the message
 * @param truncated how many more there are that the message leaves out
 */
public record AlertmanagerMessage(List<ReceivedAlert> alerts, long truncated) {
  private static final int MOST_LABELS = 64;
  private static final int LONGEST_TEXT = 1024;
  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(16).maxNumberLength(32).build())
              .build());

  /** A body that is no such message; whoever configured its sender is at fault. */
  public static final class Refused extends Exception {
    Refused(String message) {
      super(message);
    }
  }

  /**
   * Reads a message.
   *
   * @param received when it arrived: the time of what does not say its own
   * @throws Refused when the body is no message of version 4
   * @throws IOException when the body can't be read to its end
   */
  public static AlertmanagerMessage parse(InputStream body, Instant received)
      throws Refused, IOException {
    var message = json(body);
    if (!message.path("version").asText().equals("4")) {
      throw new Refused(
          "this takes version \"4\" of Alertmanager's webhook message, with the body that"
              + " Alertmanager makes by itself (no payload of your own)");
    }
    if (!message.path("alerts").isArray()) {
      throw new Refused("the message has no list \"alerts\"");
    }
    var alerts =
        StreamSupport.stream(message.path("alerts").spliterator(), false)
            .map(alert -> alert(alert, received))
            .toList();
    return new AlertmanagerMessage(alerts, message.path("truncatedAlerts").asLong());
  }

  private static JsonNode json(InputStream body) throws Refused, IOException {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new Refused("the body is not JSON");
    }
  }

  private static ReceivedAlert alert(JsonNode alert, Instant received) {
    var ended =
        alert.path("status").asText().equals("resolved")
            ? Optional.of(instant(alert.path("endsAt")).orElse(received))
            : Optional.<Instant>empty();
    var started = instant(alert.path("startsAt")).filter(at -> !at.isAfter(received));
    return new ReceivedAlert(labels(alert.path("labels")), started.orElse(received), ended);
  }

  private static SortedMap<String, String> labels(JsonNode labels) {
    var kept = new TreeMap<String, String>();
    for (var label : labels.properties()) {
      if (kept.size() < MOST_LABELS && label.getValue().isTextual()) {
        kept.put(shortened(label.getKey()), shortened(label.getValue().asText()));
      }
    }
    return kept;
  }

  /** Bounded, and without what the database cannot hold. */
  private static String shortened(String text) {
    var end = Math.min(text.length(), LONGEST_TEXT);
    return text.substring(0, end).replace('\0', ' ').replaceAll("\\p{Cs}", " ");
  }

  /** Go's zero time stands for none. */
  private static Optional<Instant> instant(JsonNode text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.asText()).toInstant())
          .filter(at -> at.isAfter(Instant.EPOCH));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
