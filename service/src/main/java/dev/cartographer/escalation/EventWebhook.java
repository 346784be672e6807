package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.http.HttpEndpoint;
import dev.cartographer.http.HttpRequest;
import dev.cartographer.secret.SecretRef;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Anybody's endpoint, told by CloudEvents 1.0 in structured mode. An event that comes twice has the
 * same id, so a receiver that remembers ids sees it once.
 */
public final class EventWebhook implements Sink {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpEndpoint endpoint;
  private final Optional<SecretRef> token;
  private final Installation installation;
  private final Wire wire;

  /**
   * An endpoint.
   *
   * @param token sent as a bearer token
   */
  public EventWebhook(
      HttpEndpoint endpoint, Optional<SecretRef> token, Installation installation, Wire wire) {
    this.endpoint = endpoint;
    this.token = token;
    this.installation = installation;
    this.wire = wire;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.PAGER, Role.COPY);
  }

  @Override
  public Sent send(Errand errand) {
    var call = wire.call(token);
    return call.settle(() -> {
      var reply = call.ask(request(call, errand));
      return reply.successful()
          ? new Outcome.Accepted(Receipt.of("id", errand.order().key()))
          : call.unwelcome(reply);
    });
  }

  @Override
  public Shadow shadow(Errand errand) {
    var call = wire.call(token);
    return call.shadow(request(call, errand), Receipt.NONE);
  }

  private HttpRequest request(Call call, Errand errand) {
    return new HttpRequest(
        "POST",
        endpoint,
        Map.of("Content-Type", "application/cloudevents+json; charset=UTF-8"),
        call.authorization("Bearer"),
        Optional.of(JsonText.of(event(errand))),
        TIMEOUT);
  }

  private ObjectNode event(Errand errand) {
    var message = errand.message();
    var event =
        JsonText.object()
            .put("specversion", "1.0")
            .put("id", errand.order().key())
            .put("source", "/" + installation.name() + "/incidents")
            .put("type", "dev.cartographer.incident." + message.occasion().word())
            .put("subject", errand.order().incident())
            .put("time", message.at().toString())
            .put("datacontenttype", "application/json");
    event.set("data", data(errand));
    return event;
  }

  private static ObjectNode data(Errand errand) {
    var message = errand.message();
    var data =
        JsonText.object()
            .put("incident", errand.order().incident())
            .put("team", errand.order().team().key())
            .put("title", message.title())
            .put("text", message.text())
            .put("since", message.since().toString())
            .put("region", message.region());
    var atFault = data.putArray("atFault");
    message.atFault().forEach(atFault::add);
    data.set("details", Details.of(message));
    var links = data.putObject("links");
    Links.of(errand).forEach(link -> links.put(link.words(), link.href()));
    return data;
  }
}
