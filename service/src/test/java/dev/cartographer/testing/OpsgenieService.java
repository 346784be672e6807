package dev.cartographer.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.testing.Receiver.Asked;
import dev.cartographer.testing.Receiver.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opsgenie's alert API: says 202 to all that is well formed, and processes it later, when it is
 * asked after for the second time.
 */
public final class OpsgenieService implements AutoCloseable {
  private final Receiver receiver = new Receiver(this::answer);
  private final String key;
  private final Map<String, Request> requests = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();
  private final List<JsonNode> alerts = new ArrayList<>();

  private record Request(boolean success, String status, String alias, boolean seen) {}

  public OpsgenieService(String key) {
    this.key = key;
  }

  public Receiver receiver() {
    return receiver;
  }

  /** The aliases of open alerts. */
  public synchronized Set<String> open() {
    return Set.copyOf(open);
  }

  /** All alerts that were made; one that was open already is none. */
  public synchronized List<JsonNode> alerts() {
    return List.copyOf(alerts);
  }

  private synchronized Reply answer(Asked asked) {
    if (!asked.header("Authorization").equals("GenieKey " + key)) {
      return problem(422, "Key format is not valid!");
    }
    var path = asked.path();
    if (asked.method().equals("GET") && path.startsWith("/v2/alerts/requests/")) {
      return status(path.substring("/v2/alerts/requests/".length()));
    }
    if (asked.method().equals("POST") && path.equals("/v2/alerts")) {
      return create(asked.json());
    }
    if (asked.method().equals("POST")
        && path.endsWith("/close")
        && asked.target().endsWith("?identifierType=alias")) {
      var alias = path.substring("/v2/alerts/".length(), path.length() - "/close".length());
      return closed(URLDecoder.decode(alias, StandardCharsets.UTF_8));
    }
    return problem(404, "Could not find the resource");
  }

  private Reply create(JsonNode alert) {
    if (alert.path("message").asText().isBlank()) {
      return problem(422, "Request body is not processable. Please check the errors.");
    }
    if (alert.path("message").asText().length() > 130
        || alert.path("alias").asText().length() > 512
        || alert.path("description").asText().length() > 15_000
        || alert.path("tags").size() > 20
        || !alert.path("priority").asText().matches("P[1-5]")) {
      return problem(422, "Request body is not processable. Please check the errors.");
    }
    var alias = alert.path("alias").asText();
    if (open.add(alias)) {
      alerts.add(alert);
    }
    return taken(new Request(true, "Created alert", alias, false));
  }

  private Reply closed(String alias) {
    return open.remove(alias)
        ? taken(new Request(true, "Closed alert", alias, false))
        : taken(new Request(false, "Alert does not exist", alias, false));
  }

  private Reply taken(Request request) {
    var id = "43a29c5c-3dbf-4fa4-9c26-" + (100_000_000_000L + requests.size());
    requests.put(id, request);
    return Reply.json(
        202,
        "{\"result\":\"Request will be processed\",\"took\":0.107,\"requestId\":\"" + id + "\"}");
  }

  private Reply status(String id) {
    var request = requests.get(id);
    if (request == null || !request.seen()) {
      requests.computeIfPresent(
          id, (_, r) -> new Request(r.success(), r.status(), r.alias(), true));
      return problem(404, "Request not found. It might not be processed, yet.");
    }
    return Reply.json(
        200,
        "{\"data\":{\"success\":%s,\"action\":\"Create\",\"processedAt\":\"2026-01-01T12:00:01Z\",\"integrationId\":\"\",\"isSuccess\":%s,\"status\":\"%s\",\"alertId\":\"\",\"alias\":\"%s\"},\"took\":0.022,\"requestId\":\"%s\"}"
            .formatted(
                request.success(), request.success(), request.status(), request.alias(), id));
  }

  private static Reply problem(int status, String message) {
    return Reply.json(
        status, "{\"message\":\"" + message + "\",\"took\":0.001,\"requestId\":\"rId\"}");
  }

  @Override
  public void close() {
    receiver.close();
  }
}
