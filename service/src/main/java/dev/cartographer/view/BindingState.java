package dev.cartographer.view;

import java.util.Locale;

/** The state of a binding in one word; the same in API, columns, metric labels and pages. */
public enum BindingState {
  /** Enrolled, no token delivered yet. */
  PENDING,
  /** A working token, and the last renewal went well. */
  VALID,
  /** A working token that could not be renewed at the last try. */
  FAILING,
  /** The last token's life is over: dark. */
  EXPIRED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static BindingState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
