package dev.cartographer.exchange;

import java.time.Duration;
import java.util.Optional;

/** How a region's IAM turns an identity into an access token. */
public sealed interface IamStep {

  TokenEndpoint tokenEndpoint();

  /** The whole time one request may take, from connecting to the last byte of the answer. */
  Duration timeout();

  /** OAuth client credentials (RFC 6749 §4.4), the client authenticated by HTTP Basic (§2.3.1). */
  record ClientCredentials(TokenEndpoint tokenEndpoint, Optional<String> scope, Duration timeout)
      implements IamStep {}

  /** IBM Cloud IAM's API key grant. */
  record IbmApiKey(TokenEndpoint tokenEndpoint, Duration timeout) implements IamStep {}
}
