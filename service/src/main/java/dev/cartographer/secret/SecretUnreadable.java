package dev.cartographer.secret;

/** A secret can't be read here. The message says which and why, never the secret. */
public final class SecretUnreadable extends RuntimeException {
  public SecretUnreadable(String message) {
    super(message);
  }

  public SecretUnreadable(String message, Throwable cause) {
    super(message, cause);
  }
}
