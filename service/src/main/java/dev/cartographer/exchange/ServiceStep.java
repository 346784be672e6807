package dev.cartographer.exchange;

import dev.cartographer.secret.SecretRef;
import java.time.Duration;
import java.util.Optional;

/** How an IAM access token becomes a token with which an agent may write its signal. */
public sealed interface ServiceStep {

  TokenEndpoint tokenEndpoint();

  /** The whole time one request may take, from connecting to the last byte of the answer. */
  Duration timeout();

  /**
   * OAuth token exchange (RFC 8693).
   *
   * @param audience the service the token is for; the token's {@code aud} must be this alone
   * @param clientId our own client at the token endpoint, not the cluster's
   */
  record TokenExchange(
      TokenEndpoint tokenEndpoint,
      String audience,
      Optional<String> scope,
      String clientId,
      SecretRef clientSecret,
      Duration timeout)
      implements ServiceStep {}

  /**
   * A POST with the IAM token as bearer token (RFC 6750 §2.1), answered by JSON.
   *
   * @param body JSON in which <code>{cluster}</code> and <code>{tenant}</code> stand for the names;
   *     empty when the service needs none
   * @param tokenField the member that holds the token
   * @param expiryField the member that holds the token's end
   * @param audience when the token is a JWT, its {@code aud} must be this alone
   */
  record BearerPost(
      TokenEndpoint tokenEndpoint,
      Optional<String> body,
      String tokenField,
      String expiryField,
      ExpiryUnit expiryUnit,
      Optional<String> audience,
      Duration timeout)
      implements ServiceStep {

    /**
     * Checks the template, so that a slip of the pen is found at the start and not at the first
     * renewal.
     *
     * @throws IllegalArgumentException when the template is not one JSON object
     */
    public BearerPost {
      body.ifPresent(BearerPost::check);
    }

    private static void check(String template) {
      try {
        StrictJson.object(template.replace("{cluster}", "x").replace("{tenant}", "x"));
      } catch (Mishap notJson) {
        throw new IllegalArgumentException(
            "the body of a bearer-post is one JSON object, with {cluster} and {tenant} inside"
                + " strings",
            notJson);
      }
    }
  }

  /** How the expiry member is to be read. */
  enum ExpiryUnit {
    /** Seconds from now. */
    SECONDS,
    /** Seconds since 1970-01-01T00:00:00Z. */
    EPOCH
  }
}
