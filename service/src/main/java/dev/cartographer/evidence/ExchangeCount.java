package dev.cartographer.evidence;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import java.time.Instant;
import java.util.Locale;

/**
 * How often, in one minute and on one carrier, the steps of exchanges with a dependency came to the
 * same end.
 */
public record ExchangeCount(Key key, long count) {

  /**
   * What is counted together.
   *
   * @param minute its first instant
   */
  public record Key(
      Instant minute, Carrier carrier, Dependency dependency, End end, Origin origin) {}

  /** What a step came to. */
  public sealed interface End {
    /** It gave what it was asked for. */
    record Well() implements End {}

    /** It was asked and gave nothing. */
    record Failed(FaultKind kind) implements End {}

    /** It was not asked, since the IAM step before it failed. */
    record Blocked() implements End {}
  }

  /** Why a step was made. */
  public enum Origin {
    /** A token was due. */
    TRAFFIC,
    /** To see whether it can be made. */
    PROBE;

    /** The word in labels and columns. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The origin of a word. */
    public static Origin of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
