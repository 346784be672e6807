package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.http.HttpEndpoint;
import dev.cartographer.http.HttpReply;
import dev.cartographer.http.HttpRequest;
import dev.cartographer.secret.SecretRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PagerDuty, by its Events API v2. It remembers the dedup key, so an event that comes twice is one.
 * 202 says that the event was taken, and not that anybody was woken.
 */
public final class PagerDuty implements Sink {
  private static final int LONGEST_SUMMARY = 1024;
  private static final int LONGEST_EVENT = 512_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpEndpoint endpoint;
  private final SecretRef routingKey;
  private final Installation installation;
  private final Wire wire;

  /**
   * A service's integration.
   *
   * @param endpoint without {@code /v2/enqueue}
   */
  public PagerDuty(
      HttpEndpoint endpoint, SecretRef routingKey, Installation installation, Wire wire) {
    this.endpoint = endpoint.at("/v2/enqueue");
    this.routingKey = routingKey;
    this.installation = installation;
    this.wire = wire;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.PAGER);
  }

  @Override
  public Sent send(Errand errand) {
    var call = wire.call(routingKey);
    return call.settle(() -> outcome(call, call.ask(request(call, errand)), errand));
  }

  @Override
  public Shadow shadow(Errand errand) {
    var call = wire.call(routingKey);
    return call.shadow(request(call, errand), Receipt.NONE);
  }

  private Outcome outcome(Call call, HttpReply reply, Errand errand) {
    return reply.status() == 202
        ? new Outcome.Accepted(Receipt.of("dedup_key", dedupKey(errand)))
        : call.unwelcome(reply);
  }

  private String dedupKey(Errand errand) {
    return installation.dedupKey(errand.order());
  }

  private HttpRequest request(Call call, Errand errand) {
    var event = event(call, errand);
    var body = JsonText.of(event);
    if (body.reveal().getBytes(StandardCharsets.UTF_8).length > LONGEST_EVENT
        && event.get("payload") instanceof ObjectNode payload) {
      payload.remove("custom_details");
      body = JsonText.of(event);
    }
    return new HttpRequest(
        "POST",
        endpoint,
        Map.of("Content-Type", "application/json"),
        Optional.empty(),
        Optional.of(body),
        TIMEOUT);
  }

  private ObjectNode event(Call call, Errand errand) {
    var ends = errand.order().action() != Order.Action.PAGE;
    var event =
        JsonText.object()
            .put("routing_key", call.secret().reveal())
            .put("event_action", ends ? "resolve" : "trigger")
            .put("dedup_key", dedupKey(errand));
    if (!ends) {
      event.set("payload", payload(errand.message()));
      var links = event.putArray("links");
      Links.of(errand)
          .forEach(link -> links.addObject().put("href", link.href()).put("text", link.words()));
      event.put("client", "Cartographer");
    }
    return event;
  }

  private ObjectNode payload(Message message) {
    var payload =
        JsonText.object()
            .put("summary", Printable.limited(message.text(), LONGEST_SUMMARY))
            .put("source", installation.name())
            .put("severity", severity(message))
            .put("timestamp", message.since().toString())
            .put("component", String.join(",", message.atFault()))
            .put("group", message.region())
            .put("class", "token exchange");
    payload.set("custom_details", Details.of(message));
    return payload;
  }

  private static String severity(Message message) {
    return switch (message.urgency()) {
      case CRITICAL -> "critical";
      case ERROR -> "error";
    };
  }
}
