package dev.cartographer.exchange;

import java.util.Optional;

/**
 * An authority as it can be asked now.
 *
 * @param identity what we show of ourselves in TLS
 */
record Reached(TokenEndpoint endpoint, Optional<TlsIdentity> identity) {}
