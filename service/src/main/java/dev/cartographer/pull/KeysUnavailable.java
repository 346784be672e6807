package dev.cartographer.pull;

/** An issuer's keys can't be had, or are none. The operator of this server is at fault. */
public final class KeysUnavailable extends RuntimeException {
  public KeysUnavailable(String message) {
    super(message);
  }

  KeysUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
