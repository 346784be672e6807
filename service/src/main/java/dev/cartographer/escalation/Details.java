package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What there is to say of an incident, for machines and for those who ask for more. */
final class Details {
  private Details() {}

  static ObjectNode of(Message message) {
    var details = JsonText.object();
    message.facts().forEach(fact -> details.put(fact.name(), fact.value()));
    var evidence = details.putArray("evidence");
    message
        .evidence()
        .forEach(
            e -> evidence.add(e.sign() + " " + e.about() + ", " + e.source() + ": " + e.says()));
    var carriers = details.putArray("carriers");
    message.carriers().forEach(carriers::add);
    return details;
  }
}
