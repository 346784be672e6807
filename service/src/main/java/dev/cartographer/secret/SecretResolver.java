package dev.cartographer.secret;

/** Finds the text behind a reference. */
public interface SecretResolver {

  /**
   * Reads the secret as it is now; nothing is kept, so that a changed file is seen at once.
   *
   * @throws SecretUnreadable when there is none, it is empty, or it may not or cannot be read here
   */
  SecretText resolve(SecretRef ref);
}
