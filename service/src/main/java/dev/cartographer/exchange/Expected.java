package dev.cartographer.exchange;

import java.util.Optional;

/**
 * What was asked for, against which the answer is held.
 *
 * @param audience the only service the token may be for
 * @param scope what was asked for, separated by spaces
 * @param clientId the client that must have got it
 * @param speaksFor whom it must name
 * @param oauth whether the members of RFC 6749 §5.1 must be there
 * @param exchanged whether those of RFC 8693 §2.2.1 must be there
 * @param readable whether its audience must be there to be read: nobody else will look at it
 */
record Expected(
    Optional<String> audience,
    Optional<String> scope,
    Optional<String> clientId,
    Optional<BearerToken.Subject> speaksFor,
    boolean oauth,
    boolean exchanged,
    boolean readable) {

  Expected(
      Optional<String> audience,
      Optional<String> scope,
      Optional<String> clientId,
      Optional<BearerToken.Subject> speaksFor,
      boolean oauth,
      boolean exchanged) {
    this(audience, scope, clientId, speaksFor, oauth, exchanged, false);
  }

  /** The same, and for this audience alone, which must be there to be read. */
  Expected forAudience(String only) {
    return new Expected(Optional.of(only), scope, clientId, speaksFor, oauth, exchanged, true);
  }
}
