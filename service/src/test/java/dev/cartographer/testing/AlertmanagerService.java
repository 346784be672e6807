package dev.cartographer.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.testing.Receiver.Asked;
import dev.cartographer.testing.Receiver.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alertmanager's API v2, as far as alerts are posted to it: labels are identity. */
public final class AlertmanagerService implements AutoCloseable {
  private final Receiver receiver = new Receiver(this::answer);
  private final Map<String, JsonNode> alerts = new LinkedHashMap<>();

  public Receiver receiver() {
    return receiver;
  }

  /** The dependencies whose alerts were posted without an end. */
  public synchronized List<String> firing() {
    return alerts.values().stream()
        .filter(alert -> !alert.has("endsAt"))
        .map(alert -> alert.path("labels").path("dependency").asText())
        .toList();
  }

  private synchronized Reply answer(Asked asked) {
    if (!asked.method().equals("POST") || !asked.target().equals("/api/v2/alerts")) {
      return Reply.text(404, "404 page not found");
    }
    if (!asked.json().isArray()) {
      return Reply.json(400, "{\"code\":400,\"message\":\"parsing alerts body failed\"}");
    }
    for (var alert : asked.json()) {
      if (alert.path("labels").path("alertname").asText().isEmpty()) {
        return Reply.json(400, "\"at least one label pair required\"");
      }
      if (alert.has("endsAt") && time(alert, "startsAt").isAfter(time(alert, "endsAt"))) {
        return Reply.json(400, "\"start time must be before end time\"");
      }
    }
    asked.json().forEach(alert -> alerts.put(alert.path("labels").toString(), alert));
    return new Reply(200, Map.of(), "");
  }

  private static Instant time(JsonNode alert, String name) {
    return Instant.parse(alert.path(name).asText());
  }

  @Override
  public void close() {
    receiver.close();
  }
}
