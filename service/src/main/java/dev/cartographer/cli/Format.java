package dev.cartographer.cli;

import java.util.Locale;

/** How data is printed. */
enum Format {
  TABLE,
  WIDE,
  JSON,
  YAML,
  NAME;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
