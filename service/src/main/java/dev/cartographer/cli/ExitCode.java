package dev.cartographer.cli;

/** The exit codes, the same for every command. */
final class ExitCode {
  static final int DONE = 0;
  static final int ERROR = 1;
  static final int UNHEALTHY = 3;
  static final int LOGIN = 4;
  static final int NOT_FOUND = 5;
  static final int CONFLICT = 6;

  private ExitCode() {}
}
