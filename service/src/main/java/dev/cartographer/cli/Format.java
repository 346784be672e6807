package dev.cartographer.cli;

/** How data is printed. */
enum Format {
  /** For people. */
  TABLE,
  /** For people with wide screens. */
  WIDE,
  JSON,
  YAML,
  /** Names alone, for pipes. */
  NAME
}
