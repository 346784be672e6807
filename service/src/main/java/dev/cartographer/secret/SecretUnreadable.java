package dev.cartographer.secret;

import org.jspecify.annotations.Nullable;

/**
 * A secret we were pointed to that cannot be read here. The message is a sentence for a person:
 * what was looked for, where, and what was in the way; never the secret.
 */
public final class SecretUnreadable extends RuntimeException {
  public SecretUnreadable(String message) {
    this(message, null);
  }

  public SecretUnreadable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
