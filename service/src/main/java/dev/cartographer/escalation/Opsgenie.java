package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.http.HttpEndpoint;
import dev.cartographer.http.HttpReply;
import dev.cartographer.http.HttpRequest;
import dev.cartographer.secret.SecretRef;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opsgenie, by its alert API. It answers 202 before it has done anything, so the request is asked
 * after until it was processed. It remembers the alias, so an alert that comes twice is one.
 */
public final class Opsgenie implements Sink {
  private static final int LONGEST_MESSAGE = 130;
  private static final int LONGEST_DESCRIPTION = 15_000;
  private static final int LONGEST_TAG = 50;
  private static final int LONGEST_DETAIL = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PROCESSING = Duration.ofSeconds(2);

  /** Requests that were never processed are forgotten, so after these attempts it is sent anew. */
  private static final int ASKED_AFTER = 20;

  private static final String REQUEST = "request";

  private final HttpEndpoint endpoint;
  private final SecretRef key;
  private final Optional<String> responder;
  private final Installation installation;
  private final Wire wire;

  /**
   * An integration.
   *
   * @param endpoint without {@code /v2/alerts}
   * @param responder the name of an Opsgenie team; the integration's own when empty
   */
  public Opsgenie(
      HttpEndpoint endpoint,
      SecretRef key,
      Optional<String> responder,
      Installation installation,
      Wire wire) {
    this.endpoint = endpoint;
    this.key = key;
    this.responder = responder;
    this.installation = installation;
    this.wire = wire;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.PAGER);
  }

  @Override
  public Sent send(Errand errand) {
    var call = wire.call(key);
    var taken = errand.soFar().value(REQUEST);
    return call.settle(() ->
        taken.isPresent()
            ? processed(call, call.ask(status(call, taken.get())), errand)
            : taken(call, call.ask(request(call, errand))));
  }

  @Override
  public Shadow shadow(Errand errand) {
    var call = wire.call(key);
    return call.shadow(request(call, errand), Receipt.NONE);
  }

  private static Outcome taken(Call call, HttpReply reply) {
    var request = JsonText.read(reply.body()).path("requestId").asText();
    return reply.status() == 202 && !request.isEmpty() ? asked(request) : call.unwelcome(reply);
  }

  private static Outcome asked(String request) {
    return new Outcome.Later(
        Optional.of(PROCESSING), "taken, and not processed yet", Receipt.of(REQUEST, request));
  }

  private Outcome processed(Call call, HttpReply reply, Errand errand) {
    var data = JsonText.read(reply.body()).path("data");
    if (reply.status() == 200 && data.has("isSuccess")) {
      return done(data.path("isSuccess").asBoolean(), data.path("status").asText(), call, errand);
    }
    if (reply.status() == 404) {
      return errand.attempt() % ASKED_AFTER == 0
          ? new Outcome.Later("taken, and never processed")
          : asked(errand.soFar().value(REQUEST).orElse(""));
    }
    return call.unwelcome(reply) instanceof Outcome.Later later
        ? new Outcome.Later(later.after(), later.why(), errand.soFar())
        : call.refused(reply);
  }

  /** An alert that isn't there any more can't be closed, and need not be. */
  private Outcome done(boolean success, String status, Call call, Errand errand) {
    var ends = errand.order().action() != Order.Action.PAGE;
    return success || (ends && status.contains("does not exist"))
        ? new Outcome.Accepted(Receipt.of("alias", alias(errand)))
        : new Outcome.Refused("Opsgenie says: " + Masked.excerpt(status, call.secret()));
  }

  private String alias(Errand errand) {
    return installation.dedupKey(errand.order());
  }

  private HttpRequest status(Call call, String request) {
    return new HttpRequest(
        "GET",
        endpoint.at("/v2/alerts/requests/" + encoded(request)),
        Map.of("Accept", "application/json"),
        call.authorization("GenieKey"),
        Optional.empty(),
        TIMEOUT);
  }

  private HttpRequest request(Call call, Errand errand) {
    var ends = errand.order().action() != Order.Action.PAGE;
    var path =
        ends
            ? "/v2/alerts/" + encoded(alias(errand)) + "/close?identifierType=alias"
            : "/v2/alerts";
    return new HttpRequest(
        "POST",
        endpoint.at(path),
        Map.of("Content-Type", "application/json"),
        call.authorization("GenieKey"),
        Optional.of(JsonText.of(ends ? closing(errand.message()) : alert(errand))),
        TIMEOUT);
  }

  private ObjectNode closing(Message message) {
    return JsonText.object().put("source", installation.name()).put("note", message.text());
  }

  private ObjectNode alert(Errand errand) {
    var message = errand.message();
    var alert =
        JsonText.object()
            .put("message", Printable.within(LONGEST_MESSAGE, message.title()))
            .put("alias", alias(errand))
            .put("description", description(errand))
            .put("source", installation.name())
            .put("priority", priority(message));
    responder.ifPresent(
        name -> alert.putArray("responders").addObject().put("type", "team").put("name", name));
    var tags = alert.putArray("tags").add("cartographer");
    message.atFault().forEach(tags::add);
    tags.add(Printable.within(LONGEST_TAG, message.region()));
    var details = alert.putObject("details");
    message
        .facts()
        .forEach(f -> details.put(f.name(), Printable.within(LONGEST_DETAIL, f.value())));
    return alert;
  }

  private static String description(Errand errand) {
    return Printable.within(LONGEST_DESCRIPTION, PlainBody.of(errand));
  }

  private static String priority(Message message) {
    return switch (message.urgency()) {
      case CRITICAL -> "P1";
      case ERROR -> "P2";
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
