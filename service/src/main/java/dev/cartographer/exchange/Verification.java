package dev.cartographer.exchange;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A harmless call to where agents ship, made with each new token before it is delivered.
 *
 * @param statuses that show the token to be good
 * @param body sent as {@code contentType}
 */
public record Verification(
    String method,
    TokenEndpoint endpoint,
    Set<Integer> statuses,
    Optional<String> body,
    String contentType,
    Duration timeout) {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "OPTIONS");

  /**
   * Takes the call as it is.
   *
   * @throws IllegalArgumentException when it could not tell a good token from a bad one
   */
  public Verification {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("verify.method is GET, HEAD, POST, PUT or OPTIONS");
    }
    if (statuses.isEmpty() || statuses.contains(401) || statuses.contains(403)) {
      throw new IllegalArgumentException(
          "verify.statuses are those of a token that is taken, so neither 401 nor 403");
    }
    if (!statuses.stream().allMatch(status -> status >= 200 && status < 600)) {
      throw new IllegalArgumentException("verify.statuses are 200 to 599");
    }
  }
}
