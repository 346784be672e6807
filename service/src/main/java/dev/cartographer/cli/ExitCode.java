package dev.cartographer.cli;

/** What the command tells the shell. */
enum ExitCode {
  DONE(0, "done, or checked and healthy"),
  ERROR(1, "error"),
  USAGE(2, "wrong usage"),
  UNHEALTHY(3, "checked, and not healthy (why, verdict, get --fail)"),
  LOGIN(4, "a token is needed, or it was refused"),
  NOT_FOUND(5, "not found"),
  CONFLICT(6, "somebody else changed it first"),
  TIMED_OUT(7, "timed out waiting");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  /** The exit code that says what an HTTP error status says. */
  static ExitCode of(int status) {
    return switch (status) {
      case 401, 403 -> LOGIN;
      case 404 -> NOT_FOUND;
      case 409, 412 -> CONFLICT;
      default -> ERROR;
    };
  }
}
