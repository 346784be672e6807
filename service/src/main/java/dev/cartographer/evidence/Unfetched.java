package dev.cartographer.evidence;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nothing was learnt. Its message goes on from the name of who was asked: "did not answer within
 * 5000 ms".
 */
final class Unfetched extends RuntimeException {
  private final Cause cause;

  /** What it tells of. */
  enum Cause {
    /** Whoever was asked does not answer as a server does that is up. */
    DOWN,
    /** Its name did not resolve, which may be our resolver's fault. */
    NAME,
    /** It was not asked, or its answer is of no use: neither up nor down. */
    NEITHER
  }

  Unfetched(String why) {
    this(Cause.NEITHER, why, null);
  }

  private Unfetched(Cause cause, String why, @Nullable Throwable thrown) {
    super(why, thrown);
    this.cause = cause;
  }

  static Unfetched down(String why, Throwable thrown) {
    return new Unfetched(Cause.DOWN, why, thrown);
  }

  static Unfetched nameless(Throwable thrown) {
    return new Unfetched(Cause.NAME, "has a name that did not resolve", thrown);
  }

  String why() {
    return Optional.ofNullable(getMessage()).orElse("");
  }

  Cause cause() {
    return cause;
  }
}
