package dev.cartographer.app;

/** The server can't start. The message is one clear sentence for the operator. */
public final class StartFailure extends RuntimeException {
  private final String sentence;

  public StartFailure(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public StartFailure(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** What happened, and what to do. */
  public String sentence() {
    return sentence;
  }
}
