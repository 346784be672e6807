package dev.cartographer.sandbox;

/** The ways in which a server fails. */
public enum Breakage {
  /** Answers 503 to everybody. */
  UNAVAILABLE("answers 503 to everybody"),
  /** Doesn't listen: connections are refused. */
  REFUSING("refuses connections"),
  /** Takes requests and answers when it is healed, or after 30 s: later than anybody waits. */
  HANGING("takes requests and doesn't answer"),
  /** Answers 429 with {@code Retry-After: 1}. */
  THROTTLING("answers 429, Retry-After: 1"),
  /** Answers 200 with a page of HTML, as a misplaced gateway does. */
  BABBLING("answers 200 with a web page");

  private final String sentence;

  Breakage(String sentence) {
    this.sentence = sentence;
  }

  /** What it does, after the name of the server. */
  public String sentence() {
    return sentence;
  }
}
