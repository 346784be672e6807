package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.http.HttpEndpoint;
import dev.cartographer.http.HttpReply;
import dev.cartographer.http.HttpRequest;
import dev.cartographer.secret.SecretRef;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Slack channel by its incoming webhook, whose address is the secret. It remembers nothing and
 * gives nothing back, so what happens is a new message each time, and a message of which no answer
 * came is sent again.
 */
public final class SlackWebhook implements Sink {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Set<String> BLOCKS_REFUSED =
      Set.of("invalid_blocks", "invalid_blocks_format");

  private final SecretRef address;
  private final Wire wire;

  public SlackWebhook(SecretRef address, Wire wire) {
    this.address = address;
    this.wire = wire;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.CHAT);
  }

  @Override
  public Sent send(Errand errand) {
    var call = wire.call(address);
    return call.settle(() -> outcome(call, errand));
  }

  @Override
  public Shadow shadow(Errand errand) {
    var call = wire.call(address);
    return request(call, new SlackMessage(errand).rich())
        .map(request -> call.shadow(request, Receipt.NONE))
        .orElse(new Shadow("", Receipt.NONE));
  }

  private Outcome outcome(Call call, Errand errand) {
    if (errand.order().action() == Order.Action.CLOSE) {
      return new Outcome.Accepted(Receipt.NONE);
    }
    var message = new SlackMessage(errand);
    var rich = request(call, message.rich());
    if (rich.isEmpty()) {
      return new Outcome.Refused("the secret of this sink is no https address");
    }
    var reply = call.ask(rich.get());
    if (reply.status() == 400 && BLOCKS_REFUSED.contains(reply.body().strip())) {
      reply = call.ask(request(call, message.plain()).orElseThrow());
    }
    return judged(call, reply);
  }

  /** Success is the text {@code ok}, and nothing else. */
  private static Outcome judged(Call call, HttpReply reply) {
    return reply.status() == 200 && reply.body().strip().equals("ok")
        ? new Outcome.Accepted(Receipt.NONE)
        : call.unwelcome(reply);
  }

  private static Optional<HttpRequest> request(Call call, ObjectNode message) {
    try {
      return Optional.of(
          new HttpRequest(
              "POST",
              HttpEndpoint.of(call.secret().reveal()),
              Map.of("Content-Type", "application/json"),
              Optional.empty(),
              Optional.of(JsonText.of(message)),
              TIMEOUT));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
