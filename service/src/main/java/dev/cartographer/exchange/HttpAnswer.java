package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What was answered.
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

  /** How long it asks to be left alone. */
  Optional<Duration> askedToWait(Instant now) {
    return retryAfter.flatMap(header -> RetryAfter.of(header, now));
  }

  /** The fault that its status alone tells of. */
  Fault fault(Dependency asked, String detail, Instant now) {
    if (status >= 500 && status < 600) {
      return new Fault(asked, FaultKind.HTTP_5XX, detail, askedToWait(now));
    }
    if (status == 429) {
      return new Fault(asked, FaultKind.HTTP_429, detail, askedToWait(now));
    }
    if (status == 408) {
      return new Fault(asked, FaultKind.TIMEOUT, detail);
    }
    var refused = status >= 400 && status < 500;
    return new Fault(asked, refused ? FaultKind.HTTP_4XX : FaultKind.BAD_RESPONSE, detail);
  }

  /** Whether it calls itself {@code application/json}, with whatever parameters. */
  boolean isJson() {
    return contentType
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter("application/json"::equals)
        .isPresent();
  }
}
