package dev.cartographer.pull;

import dev.cartographer.token.Note;
import dev.cartographer.token.ServiceToken;
import java.time.Duration;
import java.util.Optional;

/** What an agent that asks is given. */
public sealed interface Answer {

  /** A token it does not hold yet. */
  record Fresh(ServiceToken token, Note note) implements Answer {
    public Tag tag() {
      return Tag.of(note);
    }
  }

  /** It holds the right token, and within the time it would wait there was no other. */
  record Unchanged(Tag tag) implements Answer {}

  /**
   * There is no token for it at the moment.
   *
   * @param why what stands in the way, such as {@code iam http_5xx}; empty when nothing is known
   * @param pause how long it should leave us alone
   */
  record NotNow(Optional<String> why, Duration pause) implements Answer {}

  /** Its cluster is no longer one of the fleet. */
  record Gone() implements Answer {}
}
