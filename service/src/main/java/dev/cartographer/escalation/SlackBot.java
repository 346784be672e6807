package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.JsonNode;
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
 * A Slack channel by a bot's token: one message for each incident, kept up to date, and its news in
 * the thread below. 200 is no success here; {@code "ok": true} is.
 *
 * <p>Slack doesn't recognise a message that comes twice. Each carries its key in its metadata, and
 * is looked for before it is posted again, if the bot may read the channel's history.
 */
public final class SlackBot implements Sink {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Set<String> BLOCKS_REFUSED =
      Set.of("invalid_blocks", "invalid_blocks_format");
  private static final Set<String> PASSING =
      Set.of(
          "ratelimited",
          "rate_limited",
          "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org");

  private static final String CHANNEL = "channel";
  private static final String TS = "ts";

  private final HttpEndpoint api;
  private final SecretRef token;
  private final String channel;
  private final Wire wire;

  /**
   * A channel.
   *
   * @param api without a method
   * @param channel its id, such as {@code C0123456789}
   */
  public SlackBot(HttpEndpoint api, SecretRef token, String channel, Wire wire) {
    this.api = api;
    this.token = token;
    this.channel = channel;
    this.wire = wire;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.CHAT);
  }

  @Override
  public Sent send(Errand errand) {
    var call = wire.call(token);
    return call.settle(() -> outcome(call, errand));
  }

  @Override
  public Shadow shadow(Errand errand) {
    var call = wire.call(token);
    var request = post(call, new SlackMessage(errand).rich(), errand);
    return call.shadow(request, Receipt.of(CHANNEL, channel).with(TS, "0.0"));
  }

  private Outcome outcome(Call call, Errand errand) {
    if (errand.order().action() == Order.Action.CLOSE) {
      return new Outcome.Accepted(Receipt.NONE);
    }
    var before = errand.attempt() > 1 ? posted(call, errand) : Optional.<Receipt>empty();
    if (before.isPresent()) {
      return new Outcome.Accepted(before.get());
    }
    // What may be done twice goes first: after the post nothing is left to be done.
    var updated = errand.thread().flatMap(first -> update(call, first, errand));
    return updated.orElseGet(() -> post(call, errand));
  }

  private Outcome post(Call call, Errand errand) {
    var message = new SlackMessage(errand);
    var reply = call.ask(post(call, message.rich(), errand));
    if (BLOCKS_REFUSED.contains(error(reply))) {
      reply = call.ask(post(call, message.plain(), errand));
    }
    var answer = JsonText.read(reply.body());
    return ok(reply, answer)
        ? new Outcome.Accepted(receipt(answer.path(CHANNEL).asText(channel), answer))
        : unwelcome(call, reply);
  }

  /** Brings the first message up to date; what came of it only if the rest must wait for that. */
  private Optional<Outcome> update(Call call, Receipt first, Errand errand) {
    var message = new SlackMessage(errand).rich();
    message.put(CHANNEL, first.value(CHANNEL).orElse(channel)).put(TS, first.value(TS).orElse(""));
    var reply = call.ask(request(call, "chat.update", message));
    return unwelcome(call, reply) instanceof Outcome.Later later && !ok(reply)
        ? Optional.of(later)
        : Optional.empty();
  }

  private HttpRequest post(Call call, ObjectNode message, Errand errand) {
    message.put(CHANNEL, channel);
    errand.thread().flatMap(first -> first.value(TS)).ifPresent(ts -> message.put("thread_ts", ts));
    message.put("unfurl_links", false).put("unfurl_media", false);
    message
        .putObject("metadata")
        .put("event_type", "cartographer_incident")
        .putObject("event_payload")
        .put("key", errand.order().key());
    return request(call, "chat.postMessage", message);
  }

  /** The message, if an attempt before has posted it after all. */
  private Optional<Receipt> posted(Call call, Errand errand) {
    var thread = errand.thread().flatMap(first -> first.value(TS));
    var method = thread.isPresent() ? "conversations.replies" : "conversations.history";
    var since = errand.writtenAt().minusSeconds(60).getEpochSecond();
    var query = "?channel=" + encoded(channel) + "&include_all_metadata=true&limit=100&oldest=";
    var in = thread.map(ts -> "&ts=" + encoded(ts)).orElse("");
    var reply = call.ask(get(call, method + query + since + in));
    for (var message : JsonText.read(reply.body()).path("messages")) {
      var key = message.path("metadata").path("event_payload").path("key").asText();
      if (key.equals(errand.order().key())) {
        return Optional.of(receipt(channel, message));
      }
    }
    return Optional.empty();
  }

  private static Receipt receipt(String channel, JsonNode message) {
    return Receipt.of(CHANNEL, channel).with(TS, message.path(TS).asText());
  }

  private static boolean ok(HttpReply reply) {
    return ok(reply, JsonText.read(reply.body()));
  }

  private static boolean ok(HttpReply reply, JsonNode answer) {
    return reply.status() == 200 && answer.path("ok").asBoolean();
  }

  private static String error(HttpReply reply) {
    return JsonText.read(reply.body()).path("error").asText();
  }

  private static Outcome unwelcome(Call call, HttpReply reply) {
    var error = error(reply);
    if (reply.status() != 200 || error.isEmpty()) {
      return call.unwelcome(reply);
    }
    return PASSING.contains(error) ? call.later(reply) : call.refused(reply);
  }

  private HttpRequest request(Call call, String method, ObjectNode body) {
    return new HttpRequest(
        "POST",
        api.at("/" + method),
        Map.of("Content-Type", "application/json; charset=utf-8"),
        call.authorization("Bearer"),
        Optional.of(JsonText.of(body)),
        TIMEOUT);
  }

  private HttpRequest get(Call call, String path) {
    return new HttpRequest(
        "GET",
        api.at("/" + path),
        Map.of(),
        call.authorization("Bearer"),
        Optional.empty(),
        TIMEOUT);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
