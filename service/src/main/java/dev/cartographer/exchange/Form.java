package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.StringJoiner;

/** A form as token endpoints take it: {@code application/x-www-form-urlencoded}, each name once. */
final class Form {
  private final StringJoiner pairs = new StringJoiner("&");

  Form with(String name, String value) {
    pairs.add(encoded(name) + "=" + encoded(value));
    return this;
  }

  Form with(String name, Optional<String> value) {
    return value.map(given -> with(name, given)).orElse(this);
  }

  HttpAsk to(TokenEndpoint endpoint, Optional<SecretText> authorization, Duration timeout) {
    return new HttpAsk(
        endpoint,
        authorization,
        "application/x-www-form-urlencoded",
        new SecretText(pairs.toString()),
        timeout);
  }

  /** HTTP Basic, id and secret form-encoded before they are joined (RFC 6749 §2.3.1). */
  static Optional<SecretText> basic(String clientId, SecretText secret) {
    var joined = encoded(clientId) + ":" + encoded(secret.reveal());
    var bytes = joined.getBytes(StandardCharsets.US_ASCII);
    return Optional.of(new SecretText("Basic " + Base64.getEncoder().encodeToString(bytes)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
