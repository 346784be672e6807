package dev.cartographer.escalation;

import java.util.StringJoiner;

/** A whole message as plain text: for mail, and for descriptions. */
final class PlainBody {
  private PlainBody() {}

  static String of(Errand errand) {
    var message = errand.message();
    var body = new StringJoiner("\n");
    body.add(message.text()).add("");
    message.facts().forEach(fact -> body.add(fact.name() + ": " + fact.value()));
    if (!message.evidence().isEmpty()) {
      body.add("").add("Evidence:");
      message
          .evidence()
          .forEach(e -> body.add(e.sign() + " " + e.about() + ", " + e.source() + ": " + e.says()));
    }
    if (!message.carriers().isEmpty()) {
      body.add("").add("Carriers: " + String.join(", ", message.carriers()));
    }
    var links = Links.of(errand);
    if (!links.isEmpty()) {
      body.add("");
      links.forEach(link -> body.add(link.words() + ": " + link.href()));
    }
    return body.toString();
  }
}
