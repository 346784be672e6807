package dev.cartographer.fleet;

import java.util.Locale;

/** What an agent ships. A cluster has one binding for each. */
public enum Signal {
  LOGS(0),
  METRICS(1);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /** The number in the database; never changes. */
  public int number() {
    return number;
  }

  /** The inverse of {@link #number()}. */
  public static Signal of(int number) {
    return number == 0 ? LOGS : METRICS;
  }

  /** The word in API, labels, columns and file names: {@code logs} or {@code metrics}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #word()}. */
  public static Signal of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
