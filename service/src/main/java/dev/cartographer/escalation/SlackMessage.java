package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A message as Slack takes it: blocks, and a text for where blocks can't be shown. Over-long blocks
 * would cost the whole message, so everything is cut to the limits of Block Kit.
 */
final class SlackMessage {
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_SECTION = 3_000;
  private static final int MOST_FIELDS = 10;
  private static final int LONGEST_FIELD = 2_000;

  private final Errand errand;

  SlackMessage(Errand errand) {
    this.errand = errand;
  }

  /** With blocks. */
  ObjectNode rich() {
    var message = plain();
    var blocks = message.putArray("blocks");
    header(blocks);
    section(blocks, SlackMarkup.plain(errand.message().title(), LONGEST_SECTION));
    section(blocks, SlackMarkup.plain(errand.message().text(), LONGEST_SECTION));
    fields(blocks);
    lines(blocks, errand.message().evidence().stream().map(SlackMessage::line).toList(), "\n");
    lines(blocks, errand.message().carriers().stream().map(SlackMarkup::code).toList(), " ");
    lines(
        blocks,
        Links.of(errand).stream().map(l -> SlackMarkup.link(l.words(), l.href())).toList(),
        " · ");
    return message;
  }

  /** Without: what Slack shows in notifications, and takes when it doesn't take the blocks. */
  ObjectNode plain() {
    var said = heading() + "\n" + errand.message().title() + "\n" + errand.message().text();
    return JsonText.object().put("text", SlackMarkup.plain(said, LONGEST_SECTION));
  }

  private String heading() {
    return Heading.of(errand);
  }

  private void header(ArrayNode blocks) {
    blocks
        .addObject()
        .put("type", "header")
        .putObject("text")
        .put("type", "plain_text")
        .put("text", Printable.within(LONGEST_HEADER, heading()));
  }

  private void fields(ArrayNode blocks) {
    if (errand.message().facts().isEmpty()) {
      return;
    }
    var fields = blocks.addObject().put("type", "section").putArray("fields");
    errand.message().facts().stream()
        .limit(MOST_FIELDS)
        .forEach(fact ->
            markdown(
                fields.addObject(),
                "*" + fact.name() + "*\n" + SlackMarkup.plain(fact.value(), LONGEST_FIELD / 2)));
  }

  private static String line(Message.Seen seen) {
    return seen.sign()
        + " "
        + seen.about()
        + ", "
        + SlackMarkup.code(seen.source())
        + " "
        + SlackMarkup.code(seen.says());
  }

  private static void lines(ArrayNode blocks, List<String> lines, String between) {
    if (!lines.isEmpty()) {
      section(blocks, SlackMarkup.joined(lines, between, LONGEST_SECTION));
    }
  }

  private static void section(ArrayNode blocks, String text) {
    markdown(blocks.addObject().put("type", "section").putObject("text"), text);
  }

  /** Verbatim: Slack looks for nothing to link in it. */
  private static void markdown(ObjectNode at, String text) {
    at.put("type", "mrkdwn").put("text", text).put("verbatim", true);
  }
}
