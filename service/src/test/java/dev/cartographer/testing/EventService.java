package dev.cartographer.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.testing.Receiver.Asked;
import dev.cartographer.testing.Receiver.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Somebody's endpoint for CloudEvents 1.0 in structured mode, which remembers their ids. */
public final class EventService implements AutoCloseable {
  private final Receiver receiver = new Receiver(this::answer);
  private final String token;
  private final Map<String, JsonNode> events = new LinkedHashMap<>();

  public EventService(String token) {
    this.token = token;
  }

  public Receiver receiver() {
    return receiver;
  }

  /** Each event once, however often it came. */
  public synchronized List<JsonNode> events() {
    return List.copyOf(events.values());
  }

  private synchronized Reply answer(Asked asked) {
    if (!asked.header("Authorization").equals("Bearer " + token)) {
      return Reply.text(401, "who are you?");
    }
    if (!asked.header("Content-Type").startsWith("application/cloudevents+json")) {
      return Reply.text(415, "not an event");
    }
    var event = asked.json();
    for (var needed : List.of("id", "source", "type")) {
      if (event.path(needed).asText().isEmpty()) {
        return Reply.text(400, needed + " is missing");
      }
    }
    if (!event.path("specversion").asText().equals("1.0")) {
      return Reply.text(400, "unknown version");
    }
    Instant.parse(event.path("time").asText());
    events.putIfAbsent(event.path("source").asText() + " " + event.path("id").asText(), event);
    return new Reply(204, Map.of(), "");
  }

  @Override
  public void close() {
    receiver.close();
  }
}
