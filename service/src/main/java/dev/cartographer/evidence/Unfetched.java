package dev.cartographer.evidence;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nothing was learnt. Its message goes on from the name of who was asked: "did not answer within 10
 * s".
 */
final class Unfetched extends RuntimeException {
  private final boolean theirs;

  Unfetched(String why) {
    this(why, false, null);
  }

  private Unfetched(String why, boolean theirs, @Nullable Throwable cause) {
    super(why, cause);
    this.theirs = theirs;
  }

  /** Whoever was asked did not answer as a server that is up does. */
  static Unfetched down(String why, Throwable cause) {
    return new Unfetched(why, true, cause);
  }

  String why() {
    return Optional.ofNullable(getMessage()).orElse("");
  }

  /** Whether it says something about whoever was asked, and not only about us. */
  boolean theirs() {
    return theirs;
  }
}
