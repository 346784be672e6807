package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.util.Optional;

/**
 * A POST to a token endpoint.
 *
 * @param authorization the whole value of that header
 * @param timeout the whole time it may take, from connecting to the last byte of the answer
 */
record HttpAsk(
    TokenEndpoint endpoint,
    Optional<SecretText> authorization,
    String contentType,
    SecretText body,
    Duration timeout) {}
