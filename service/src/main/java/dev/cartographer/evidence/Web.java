package dev.cartographer.evidence;

import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import java.time.Instant;
import java.util.Optional;

/**
 * A server of the outside that is asked with or without a token of ours.
 *
 * @param bearer where the token is kept; read anew each time
 */
public record Web(
    WebAddress address, Optional<SecretRef> bearer, SecretResolver secrets, Fetch fetch) {

  /**
   * Asks at this very address.
   *
   * @throws Unfetched when nothing was learnt
   */
  Fetched get(Instant deadline) {
    return get(address, deadline);
  }

  /**
   * Asks at another address of the same server.
   *
   * @throws Unfetched when nothing was learnt
   */
  Fetched get(WebAddress at, Instant deadline) {
    return fetch.get(at, token(), deadline);
  }

  private Optional<SecretText> token() {
    try {
      return bearer.map(secrets::resolve);
    } catch (SecretUnreadable unreadable) {
      throw new Unfetched("was not asked: " + unreadable.getMessage());
    }
  }
}
