package dev.cartographer.incident;

import java.time.Instant;

/**
 * One team's page.
 *
 * @param since when it came to be in this state
 */
public record Page(State state, Instant since) {

  /** How far it has come. */
  public enum State {
    /** To be sent. */
    WANTED,
    /** The pager has taken it; whether anybody was woken is not known. */
    ACCEPTED,
    /** Somebody says that they are on it. */
    ACKNOWLEDGED,
    /** The pager will not take it. */
    REFUSED,
    /** Ended at the pager that took it. */
    ENDED
  }

  /** Whether somebody may be looking at it. */
  boolean live() {
    return switch (state) {
      case WANTED, ACCEPTED, ACKNOWLEDGED -> true;
      case REFUSED, ENDED -> false;
    };
  }
}
