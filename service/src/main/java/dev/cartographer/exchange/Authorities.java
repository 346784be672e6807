package dev.cartographer.exchange;

import dev.cartographer.exchange.TokenRequest.Needs;
import java.time.Clock;
import java.util.Optional;

/** Finds out where an authority is asked at this moment, and what we show of ourselves there. */
final class Authorities {
  private final Credentials credentials;
  private final Issuers issuers;

  Authorities(Credentials credentials, OutboundHttp http, Clock clock) {
    this.credentials = credentials;
    this.issuers = new Issuers(http, clock);
  }

  /**
   * Where tokens are asked for.
   *
   * @throws Mishap when an issuer's metadata can't be read, or it does not offer what is needed
   * @throws dev.cartographer.fault.DependencyFailure laid to us, when our certificate can't be read
   */
  Reached reach(Authority authority, Needs needs) {
    var identity = identity(authority);
    return switch (authority) {
      case TokenEndpoint endpoint -> new Reached(endpoint, identity);
      case Issuer issuer -> {
        var metadata = issuers.of(issuer, identity);
        metadata.require(needs);
        yield new Reached(metadata.endpoints(identity.isPresent()).token(), identity);
      }
    };
  }

  /**
   * Where tokens are revoked (RFC 7009); empty when the authority says nowhere.
   *
   * @throws Mishap as above
   */
  Optional<Reached> reachRevocation(Authority authority) {
    var identity = identity(authority);
    return switch (authority) {
      case TokenEndpoint _ -> Optional.empty();
      case Issuer issuer ->
          issuers
              .of(issuer, identity)
              .endpoints(identity.isPresent())
              .revocation()
              .map(endpoint -> new Reached(endpoint, identity));
    };
  }

  /** At an address that the configuration names, with what the authority sees of us. */
  Reached at(TokenEndpoint endpoint, Authority authority) {
    return new Reached(endpoint, identity(authority));
  }

  private Optional<TlsIdentity> identity(Authority authority) {
    return authority.certificate().map(credentials::identity);
  }
}
