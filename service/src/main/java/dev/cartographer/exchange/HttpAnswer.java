package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a token endpoint answered.
 *
 * @param sentAt when the request was sent, by our clock: a token's life counts from here
 */
record HttpAnswer(
    int status,
    Optional<String> contentType,
    Optional<String> retryAfter,
    SecretText body,
    Instant sentAt) {

  boolean successful() {
    return status >= 200 && status < 300;
  }

  /** Whether it calls itself {@code application/json}, with whatever parameters. */
  boolean isJson() {
    return contentType
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter("application/json"::equals)
        .isPresent();
  }
}
