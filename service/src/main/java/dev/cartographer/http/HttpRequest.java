package dev.cartographer.http;

import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param headers beside {@code User-Agent} and those that the wire itself needs
 * @param authorization the whole value of that header
 * @param body in UTF-8; none for a GET
 * @param timeout the whole time it may take, from connecting to the last byte of the answer
 */
public record HttpRequest(
    String method,
    HttpEndpoint to,
    Map<String, String> headers,
    Optional<SecretText> authorization,
    Optional<SecretText> body,
    Duration timeout) {

  public HttpRequest {
    headers = Map.copyOf(headers);
  }
}
