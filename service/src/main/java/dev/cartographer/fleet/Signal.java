package dev.cartographer.fleet;

import java.util.Locale;

/** What an agent ships. A cluster has one binding for each. */
public enum Signal {
  LOGS,
  METRICS;

  /** The word in API, labels, columns and file names: {@code logs} or {@code metrics}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #word()}. */
  public static Signal of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
