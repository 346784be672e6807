package dev.cartographer.escalation;

import dev.cartographer.incident.Team;
import java.util.Locale;
import java.util.Optional;

/**
 * Something to be sent.
 *
 * @param key the same whenever the same step of the same incident is taken, and of nothing else
 * @param team who is paged; of anything but pages, whose mode counts
 * @param sink the name of the receiver; empty when there is none
 * @param after the key of an order that is to be tried once before
 */
public record Order(
    String key,
    String incident,
    Team team,
    String sink,
    Action action,
    Message message,
    Optional<String> after) {

  /** What is to be done at the receiver. */
  public enum Action {
    /** Wake somebody. */
    PAGE,
    /** End what a page began. */
    END,
    /** Say something new of the incident. */
    TELL,
    /** Close what the first word opened. */
    CLOSE;

    /** The word in keys and columns. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same for a sink that is named only now. */
  public Order at(String named) {
    return to(named, key + "/" + named);
  }

  Order to(String other, String otherKey) {
    return new Order(otherKey, incident, team, other, action, message, after);
  }
}
