package dev.cartographer.bench;

/** How a stub behaves until it is told otherwise. */
sealed interface Mood {

  /** Answers as it should. */
  record Well() implements Mood {}

  /** Answers 503 to everything. */
  record Down() implements Mood {}

  /** Takes every request and never answers. */
  record Hanging() implements Mood {}

  /** Closes the connection instead of an answer. */
  record Resetting() implements Mood {}

  /** Answers so many in a second, and 429 with {@code Retry-After} to the rest. */
  record Limited(int perSecond) implements Mood {}

  /** The mood of one word, as {@link #word} writes it. */
  static Mood of(String word) {
    return switch (word) {
      case "well" -> new Well();
      case "down" -> new Down();
      case "hanging" -> new Hanging();
      case "resetting" -> new Resetting();
      default -> new Limited(Integer.parseInt(word));
    };
  }

  /** One word for a query. */
  default String word() {
    return switch (this) {
      case Well() -> "well";
      case Down() -> "down";
      case Hanging() -> "hanging";
      case Resetting() -> "resetting";
      case Limited(var perSecond) -> Integer.toString(perSecond);
    };
  }
}
