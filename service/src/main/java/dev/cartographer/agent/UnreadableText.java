package dev.cartographer.agent;

/** A configuration that an agent would not read; whoever made the text is at fault. */
final class UnreadableText extends RuntimeException {
  UnreadableText(String message) {
    super(message);
  }
}
