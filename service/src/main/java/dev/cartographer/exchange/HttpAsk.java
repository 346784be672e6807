package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.util.Optional;

/**
 * One request.
 *
 * @param identity what we show of ourselves in TLS
 * @param authorization the whole value of that header
 * @param contentType of the body; empty without one
 * @param timeout the whole time it may take, from connecting to the last byte of the answer
 */
record HttpAsk(
    String method,
    TokenEndpoint endpoint,
    Optional<TlsIdentity> identity,
    Optional<SecretText> authorization,
    String contentType,
    SecretText body,
    Duration timeout) {
  private static final SecretText NOTHING = new SecretText("");

  static HttpAsk get(Reached at, Duration timeout) {
    return new HttpAsk("GET", at.endpoint(), at.identity(), Optional.empty(), "", NOTHING, timeout);
  }

  static HttpAsk post(
      Reached at,
      Optional<SecretText> authorization,
      String contentType,
      SecretText body,
      Duration timeout) {
    return new HttpAsk(
        "POST", at.endpoint(), at.identity(), authorization, contentType, body, timeout);
  }
}
