package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cartographer.http.HttpEndpoint;
import dev.cartographer.http.HttpRequest;
import dev.cartographer.secret.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An Alertmanager that is told which dependency is down, so that others' alerts can be inhibited by
 * it (API v2, {@code POST /api/v2/alerts}). An alert lasts a few minutes unless it is said again,
 * and the same labels are the same alert.
 */
public final class Alertmanager implements Sink {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /** An end is repeated too, for an Alertmanager that was away when it was said. */
  private static final Duration ENDS_REPEATED = Duration.ofMinutes(5);

  private static final List<String> DEPENDENCIES = List.of("iam", "logging", "metrics");

  private final HttpEndpoint endpoint;
  private final Optional<SecretRef> token;
  private final Wire wire;

  /**
   * One instance; of a cluster each is a sink of its own.
   *
   * @param endpoint without {@code /api/v2/alerts}
   * @param token the bearer token of a proxy before it
   */
  public Alertmanager(HttpEndpoint endpoint, Optional<SecretRef> token, Wire wire) {
    this.endpoint = endpoint.at("/api/v2/alerts");
    this.token = token;
    this.wire = wire;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.COPY);
  }

  @Override
  public Sent send(Errand errand) {
    var call = wire.call(token);
    return call.settle(() -> {
      var reply = call.ask(request(call, errand));
      return reply.status() == 200
          ? new Outcome.Accepted(Receipt.NONE, again(errand, call.now()))
          : call.unwelcome(reply);
    });
  }

  @Override
  public Shadow shadow(Errand errand) {
    var call = wire.call(token);
    return call.shadow(request(call, errand), Receipt.NONE);
  }

  private static Optional<Duration> again(Errand errand, Instant now) {
    var said = errand.message().at();
    return errand.message().occasion().ends() && now.isAfter(said.plus(ENDS_REPEATED))
        ? Optional.empty()
        : Optional.of(AGAIN);
  }

  private HttpRequest request(Call call, Errand errand) {
    return new HttpRequest(
        "POST",
        endpoint,
        Map.of("Content-Type", "application/json"),
        call.authorization("Bearer"),
        Optional.of(JsonText.of(alerts(errand))),
        TIMEOUT);
  }

  /** One for each dependency: those at fault fire, and those that were so before end with this. */
  private static ArrayNode alerts(Errand errand) {
    var message = errand.message();
    var alerts = JsonNodeFactory.instance.arrayNode();
    for (var dependency : DEPENDENCIES) {
      var alert = alerts.addObject();
      alert
          .putObject("labels")
          .put("alertname", "DependencyDown")
          .put("dependency", dependency)
          .put("region", message.region())
          .put("incident", errand.order().incident());
      alert.putObject("annotations").put("summary", message.title());
      alert.put("startsAt", message.since().toString());
      if (message.occasion().ends() || !message.atFault().contains(dependency)) {
        alert.put("endsAt", message.at().toString());
      }
      message.links().stream()
          .findFirst()
          .ifPresent(link -> alert.put("generatorURL", link.href()));
    }
    return alerts;
  }
}
