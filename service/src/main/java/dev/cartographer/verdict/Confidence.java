package dev.cartographer.verdict;

import java.util.Locale;

/** How sure a verdict is. Nobody but ourselves is paged at {@link #LOW}. */
public enum Confidence {
  LOW,
  /** Our own exchanges on many carriers, or an outside witness with one that contradicts. */
  MEDIUM,
  /** Our own exchanges and an outside witness agree, and nothing strong contradicts. */
  HIGH;

  /** One less, and never less than low. */
  Confidence lower() {
    return this == HIGH ? MEDIUM : LOW;
  }

  /** The word in labels, columns and API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
