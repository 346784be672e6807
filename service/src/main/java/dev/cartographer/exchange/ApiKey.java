package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API key of Elasticsearch, as it was delivered.
 *
 * @param text {@code id:secret} in Base64
 */
record ApiKey(String id, SecretText text) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Empty when the text is none. */
  static Optional<ApiKey> of(SecretText text) {
    try {
      var pair = new String(Base64.getDecoder().decode(text.reveal()), StandardCharsets.UTF_8);
      return Optional.of(pair.split(":", 2)[0])
          .filter(id -> ID.matcher(id).matches())
          .map(id -> new ApiKey(id, text));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
