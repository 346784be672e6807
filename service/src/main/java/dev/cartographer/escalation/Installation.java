package dev.cartographer.escalation;

/**
 * Which Cartographer this is: the first part of all that receivers remember. Two that share a
 * receiver need two names, or one would close what the other opened.
 */
public record Installation(String name) {

  /**
   * A name.
   *
   * @throws IllegalArgumentException when it can't be one; the configuration is at fault
   */
  public Installation {
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*") || name.length() > 40) {
      throw new IllegalArgumentException(
          "a name is of small letters and digits with single hyphens between, 40 at most");
    }
  }

  /** The key by which a pager knows one team's page of an incident. */
  String dedupKey(Order order) {
    return name + "/" + order.incident() + "/" + order.team().key();
  }
}
