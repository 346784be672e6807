package dev.cartographer.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.testing.Receiver.Asked;
import dev.cartographer.testing.Receiver.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Slack: one channel with an incoming webhook, and the Web API for a bot. Checks blocks as Block
 * Kit does. The webhook answers in words, the Web API with 200 whatever happens.
 */
public final class SlackService implements AutoCloseable {
  public static final String CHANNEL = "C0123456789";

  private static final Pattern MENTION = Pattern.compile("<[!@#]");

  private final Receiver receiver = new Receiver(this::answer);
  private final String webhook;
  private final String token;
  private final List<ObjectNode> messages = new ArrayList<>();
  private volatile boolean takesBlocks = true;
  private volatile boolean showsHistory = true;

  /**
   * A workspace.
   *
   * @param webhook the path of the webhook
   * @param token the bot's
   */
  public SlackService(String webhook, String token) {
    this.webhook = webhook;
    this.token = token;
  }

  public Receiver receiver() {
    return receiver;
  }

  /** From now on it finds fault with every block. */
  public void refuseBlocks() {
    takesBlocks = false;
  }

  /** From now on the bot lacks the scope to read the channel. */
  public void hideHistory() {
    showsHistory = false;
  }

  /** What stands in the channel, in the order in which it came. */
  public synchronized List<ObjectNode> messages() {
    return List.copyOf(messages);
  }

  private synchronized Reply answer(Asked asked) {
    if (asked.path().equals(webhook)) {
      return byWebhook(asked);
    }
    if (!asked.path().startsWith("/api/")) {
      return Reply.text(404, "no_team");
    }
    if (!asked.header("Authorization").equals("Bearer " + token)) {
      return error("invalid_auth");
    }
    return switch (asked.path().substring("/api/".length())) {
      case "chat.postMessage" -> post(asked);
      case "chat.update" -> update(asked);
      case "conversations.history", "conversations.replies" -> history();
      default -> error("unknown_method");
    };
  }

  private Reply byWebhook(Asked asked) {
    var wrong = wrong(asked);
    if (!wrong.isEmpty()) {
      return Reply.text(400, wrong);
    }
    keep(asked.json());
    return Reply.text(200, "ok");
  }

  private Reply post(Asked asked) {
    if (!asked.json().path("channel").asText().equals(CHANNEL)) {
      return error("channel_not_found");
    }
    var wrong = wrong(asked);
    if (!wrong.isEmpty()) {
      return error(wrong);
    }
    return done(keep(asked.json()));
  }

  private Reply update(Asked asked) {
    var wrong = wrong(asked);
    if (!wrong.isEmpty()) {
      return error(wrong);
    }
    for (var message : messages) {
      if (message.path("ts").equals(asked.json().path("ts"))) {
        message.setAll((ObjectNode) asked.json());
        return done(message);
      }
    }
    return error("message_not_found");
  }

  private Reply history() {
    if (!showsHistory) {
      return error("missing_scope");
    }
    var answer = JsonNodeFactory.instance.objectNode().put("ok", true);
    messages.forEach(answer.putArray("messages")::add);
    return Reply.json(200, answer.toString());
  }

  private ObjectNode keep(JsonNode message) {
    var kept = (ObjectNode) message.deepCopy();
    kept.put("ts", "1767268800.%06d".formatted(messages.size() + 1));
    messages.add(kept);
    return kept;
  }

  private static Reply done(ObjectNode message) {
    return Reply.json(
        200, "{\"ok\":true,\"channel\":\"" + CHANNEL + "\",\"ts\":" + message.path("ts") + "}");
  }

  private static Reply error(String word) {
    return Reply.json(200, "{\"ok\":false,\"error\":\"" + word + "\"}");
  }

  /** The word for what is wrong with a message. */
  private String wrong(Asked asked) {
    var message = asked.json();
    if (!message.isObject()) {
      return "invalid_payload";
    }
    if (message.path("text").asText().isEmpty()) {
      return "no_text";
    }
    if (MENTION.matcher(asked.body()).find()) {
      throw new IllegalStateException("somebody is mentioned: " + asked.body());
    }
    var blocks = message.path("blocks");
    if (blocks.isMissingNode()) {
      return "";
    }
    return takesBlocks && blocks.size() <= 50 && wellMade(blocks) ? "" : "invalid_blocks";
  }

  private static boolean wellMade(JsonNode blocks) {
    for (var block : blocks) {
      var well =
          switch (block.path("type").asText()) {
            case "header" ->
                block.path("text").path("type").asText().equals("plain_text")
                    && within(block.path("text"), 150);
            case "section" ->
                block.has("fields") ? fields(block.path("fields")) : text(block.path("text"), 3000);
            default -> false;
          };
      if (!well) {
        return false;
      }
    }
    return true;
  }

  private static boolean fields(JsonNode fields) {
    for (var field : fields) {
      if (!text(field, 2000)) {
        return false;
      }
    }
    return fields.size() <= 10;
  }

  private static boolean text(JsonNode text, int most) {
    return Set.of("mrkdwn", "plain_text").contains(text.path("type").asText())
        && within(text, most);
  }

  private static boolean within(JsonNode text, int most) {
    var length = text.path("text").asText().length();
    return length > 0 && length <= most;
  }

  /** What Slack says when it is asked too often. */
  public static Reply rateLimited(int seconds) {
    return new Reply(
        429,
        Map.of("Content-Type", "application/json", "Retry-After", Integer.toString(seconds)),
        "{\"ok\":false,\"error\":\"ratelimited\"}");
  }

  @Override
  public void close() {
    receiver.close();
  }
}
