package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  /** The form as it goes out, with what authenticates the client. */
  HttpAsk to(Reached at, ClientAuthentication client, Duration timeout) {
    client.putInto(this, at.endpoint());
    return HttpAsk.post(
        at,
        client.header(),
        "application/x-www-form-urlencoded",
        new SecretText(pairs.toString()),
        timeout);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
