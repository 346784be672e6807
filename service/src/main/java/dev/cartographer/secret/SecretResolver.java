package dev.cartographer.secret;

/** Finds the secret that a reference names. */
public interface SecretResolver {

  /**
   * The secret as it is now, or was a second ago: a rotated file is taken up.
   *
   * @throws SecretUnreadable when it isn't there or can't be read; the operator of this server, or
   *     whoever enrolled the reference, is at fault
   */
  SecretText resolve(SecretRef ref);
}
