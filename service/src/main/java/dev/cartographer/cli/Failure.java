package dev.cartographer.cli;

/** Ends a command: a sentence for the person at the terminal, and the exit code. */
final class Failure extends RuntimeException {
  private final ExitCode code;
  private final String sentence;

  Failure(ExitCode code, String sentence) {
    super(sentence);
    this.code = code;
    this.sentence = sentence;
  }

  ExitCode code() {
    return code;
  }

  String sentence() {
    return sentence;
  }
}
