package dev.cartographer.token;

import java.time.Instant;
import java.util.Locale;

/** Whether a cluster's agents use the token that was delivered last. */
public sealed interface Pickup {

  /** Nobody tells. */
  record Unknown() implements Pickup {}

  /**
   * They have not taken it up yet, though they would tell.
   *
   * @param since when the token was delivered
   */
  record Waiting(Instant since) implements Pickup {}

  /** They use it, or did so at some time. */
  record Seen(long generation, Instant at, How how) implements Pickup {}

  /** Whether they are known to have had this generation or a later one: the one before may go. */
  default boolean covers(long wanted) {
    return switch (this) {
      case Seen(var generation, var _, var _) -> generation >= wanted;
      case Unknown(), Waiting(var _) -> false;
    };
  }

  /** How they told. */
  enum How {
    /** By asking for the next one with its tag. */
    PULL(0),
    /** By a report of whoever looks after the agent. */
    REPORT(1),
    /** By a file beside the token. */
    FILE(2);

    private final int number;

    How(int number) {
      this.number = number;
    }

    /** The number in the database; never changes. */
    public int number() {
      return number;
    }

    /** The inverse of {@link #number()}. */
    public static How of(int number) {
      return values()[number];
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
