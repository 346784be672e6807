package dev.cartographer.exchange;

import java.util.Optional;

/** Who is asked for tokens: by an address, or by a name whose metadata tells the address. */
public sealed interface Authority permits TokenEndpoint, Issuer {

  /** What we show of ourselves in TLS (RFC 8705); nothing when empty. */
  Optional<ClientCertificate> certificate();
}
