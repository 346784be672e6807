package dev.cartographer.escalation;

import dev.cartographer.escalation.Message.Link;
import java.util.List;
import java.util.stream.Stream;

/** Where a message leads. */
final class Links {
  private Links() {}

  /** The message's own, and the incident's issue if there is one by now. */
  static List<Link> of(Errand errand) {
    return Stream.concat(
            errand.message().links().stream(),
            errand.issue().map(address -> new Link("issue", address)).stream())
        .toList();
  }
}
