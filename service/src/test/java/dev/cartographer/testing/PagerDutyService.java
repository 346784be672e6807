package dev.cartographer.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.testing.Receiver.Asked;
import dev.cartographer.testing.Receiver.Reply;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * PagerDuty's Events API v2: checks every event as the real one does, and opens one incident for
 * each dedup key of an integration until that is resolved.
 */
public final class PagerDutyService implements AutoCloseable {
  public static final Reply THROTTLED =
      Reply.json(
          429,
          "{\"status\":\"throttle exceeded\",\"message\":\"Requests for this service are arriving"
              + " too quickly.  Please retry later.\"}");

  private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

  private final Receiver receiver = new Receiver(this::answer);
  private final Set<String> integrations;
  private final Map<String, String> open = new LinkedHashMap<>();
  private final List<String> woken = new ArrayList<>();

  /** One with these integrations, each known by its routing key. */
  public PagerDutyService(String... integrations) {
    this.integrations = Set.of(integrations);
  }

  public Receiver receiver() {
    return receiver;
  }

  /** The summaries of all incidents that were opened: somebody's telephone rang for each. */
  public synchronized List<String> woken() {
    return List.copyOf(woken);
  }

  /** Dedup keys of the open incidents. */
  public synchronized Set<String> open() {
    return Set.copyOf(open.keySet());
  }

  private synchronized Reply answer(Asked asked) {
    if (!asked.method().equals("POST") || !asked.target().equals("/v2/enqueue")) {
      return Reply.json(404, "{\"error\":{\"message\":\"Not Found\",\"code\":2100}}");
    }
    var event = asked.json();
    var errors = errors(event, asked.body());
    if (!errors.isEmpty()) {
      return Reply.json(
          400,
          "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[\""
              + String.join("\",\"", errors)
              + "\"]}");
    }
    take(event);
    return Reply.json(
        202,
        "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":"
            + event.path("dedup_key")
            + "}");
  }

  private void take(JsonNode event) {
    var key = event.path("dedup_key").asText();
    if (event.path("event_action").asText().equals("resolve")) {
      open.remove(key);
    } else if (open.put(key, event.path("routing_key").asText()) == null) {
      woken.add(event.path("payload").path("summary").asText());
    }
  }

  private List<String> errors(JsonNode event, String body) {
    var errors = new ArrayList<String>();
    var key = event.path("routing_key").asText();
    if (key.length() != 32) {
      errors.add("Length of 'routing_key' is incorrect (should be 32 characters)");
    } else if (!integrations.contains(key)) {
      errors.add("Invalid routing key");
    }
    if (!Set.of("trigger", "acknowledge", "resolve")
        .contains(event.path("event_action").asText())) {
      errors.add("'event_action' is invalid (must be one of trigger, acknowledge, resolve)");
    }
    if (event.path("dedup_key").asText().length() > 255) {
      errors.add("Length of 'dedup_key' is too long (max 255 characters)");
    }
    if (body.getBytes(StandardCharsets.UTF_8).length > 524_288) {
      errors.add("event is too large (max 512 KB)");
    }
    if (event.path("event_action").asText().equals("trigger")) {
      errors.addAll(payloadErrors(event));
    }
    return errors;
  }

  private static List<String> payloadErrors(JsonNode event) {
    var errors = new ArrayList<String>();
    var payload = event.path("payload");
    for (var needed : List.of("summary", "source", "severity")) {
      if (payload.path(needed).asText().isEmpty()) {
        errors.add("'payload." + needed + "' is missing or blank");
      }
    }
    var summary = payload.path("summary").asText();
    if (summary.codePointCount(0, summary.length()) > 1024) {
      errors.add("'payload.summary' is too long (max 1024 characters)");
    }
    if (!SEVERITIES.contains(payload.path("severity").asText())) {
      errors.add("'payload.severity' is invalid (must be one of critical, warning, error, info)");
    }
    if (!isTime(payload.path("timestamp").asText())) {
      errors.add("'payload.timestamp' is invalid");
    }
    for (var link : event.path("links")) {
      if (!link.path("href").asText().startsWith("http")) {
        errors.add("'links' is invalid");
      }
    }
    return errors;
  }

  private static boolean isTime(String text) {
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    receiver.close();
  }
}
