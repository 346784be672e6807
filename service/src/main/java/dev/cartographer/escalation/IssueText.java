package dev.cartographer.escalation;

import java.util.StringJoiner;

/**
 * What an issue says. Its first line is a mark that nobody sees, by which it is found again; the
 * same for each comment.
 */
final class IssueText {
  private static final int LONGEST_TITLE = 256;

  /** GitHub takes 65,536; what is cut must leave room for the line that says so. */
  private static final int LONGEST_BODY = 65_000;

  private static final String CUT = "\n\n… the rest did not fit.";

  private final Errand errand;
  private final String installation;

  IssueText(Errand errand, String installation) {
    this.errand = errand;
    this.installation = installation;
  }

  String title() {
    return Printable.limited(
        "Incident " + errand.order().incident() + ": " + errand.message().title(), LONGEST_TITLE);
  }

  /** The first line of the issue of this incident, and of no other. */
  String mark() {
    return "<!-- incident:" + errand.order().incident() + " --><!-- by:" + installation + " -->";
  }

  /** The first line of the comment of this order, and of no other. */
  String commentMark() {
    return "<!-- order:" + errand.order().key() + " --><!-- by:" + installation + " -->";
  }

  String body() {
    return cut(mark() + "\n" + content());
  }

  String comment() {
    return cut(commentMark() + "\n**" + Heading.of(errand) + "**\n\n" + content());
  }

  private String content() {
    var message = errand.message();
    var text = new StringJoiner("\n\n");
    text.add(Markdown.plain(message.title())).add(Markdown.plain(message.text()));
    if (!message.facts().isEmpty()) {
      text.add(facts());
    }
    if (!message.evidence().isEmpty()) {
      text.add(evidence());
    }
    if (!message.carriers().isEmpty()) {
      text.add("Carriers: " + joined(message.carriers().stream().map(Markdown::code).toList()));
    }
    if (!message.links().isEmpty()) {
      text.add(
          joined(message.links().stream().map(l -> Markdown.link(l.words(), l.href())).toList()));
    }
    return text.toString();
  }

  private static String joined(Iterable<String> pieces) {
    return String.join(", ", pieces);
  }

  private String facts() {
    var table = new StringJoiner("\n").add("| | |").add("|---|---|");
    errand
        .message()
        .facts()
        .forEach(f -> table.add("| " + f.name() + " | " + Markdown.plain(f.value()) + " |"));
    return table.toString();
  }

  private String evidence() {
    var table = new StringJoiner("\n").add("| | about | source | says |").add("|---|---|---|---|");
    for (var e : errand.message().evidence()) {
      table.add(
          "| %s | %s | %s | %s |"
              .formatted(e.sign(), e.about(), Markdown.code(e.source()), Markdown.code(e.says())));
    }
    return table.toString();
  }

  /** At the end of a line, so that no table and no code is left open. */
  private static String cut(String body) {
    if (body.length() <= LONGEST_BODY) {
      return body;
    }
    return body.substring(0, body.lastIndexOf('\n', LONGEST_BODY)) + CUT;
  }
}
