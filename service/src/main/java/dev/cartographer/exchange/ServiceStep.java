package dev.cartographer.exchange;

import dev.cartographer.secret.SecretRef;
import java.time.Duration;
import java.util.Optional;

/** How an IAM access token becomes a token with which an agent may write its signal. */
public sealed interface ServiceStep {

  /** The scheme of the header in which an agent shows the token (RFC 9110 §11.4). */
  default String scheme() {
    return "Bearer";
  }

  /**
   * OAuth token exchange (RFC 8693).
   *
   * @param audience the service the token is for; the token's {@code aud} must be this alone
   * @param resource where the service is, as a URI (RFC 8693 §2.1)
   * @param client who presents the IAM token
   */
  record TokenExchange(
      Authority authority,
      String audience,
      Optional<String> resource,
      Optional<String> scope,
      OwnClient client,
      Duration timeout)
      implements ServiceStep {

    /** With a client that has a secret, and no resource. */
    public TokenExchange(
        Authority authority,
        String audience,
        Optional<String> scope,
        String clientId,
        SecretRef clientSecret,
        Duration timeout) {
      this(
          authority,
          audience,
          Optional.empty(),
          scope,
          new OwnClient.WithSecret(clientId, clientSecret),
          timeout);
    }
  }

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
      body.ifPresent(template -> JsonTemplate.check("the body of a bearer-post", template));
    }
  }

  /**
   * An API key that Elasticsearch makes for whom the IAM token names, and that ends by itself.
   *
   * @param endpoint {@code …/_security/api_key}
   * @param roleDescriptors a JSON object of what the key may do, less than its maker may; all that
   *     the maker may when empty
   */
  record ElasticsearchApiKey(
      TokenEndpoint endpoint, Optional<String> roleDescriptors, Duration lifetime, Duration timeout)
      implements ServiceStep {

    /**
     * Checks the descriptors, as the body of a bearer-post is checked.
     *
     * @throws IllegalArgumentException when they are not one JSON object
     */
    public ElasticsearchApiKey {
      roleDescriptors.ifPresent(template -> JsonTemplate.check("role-descriptors", template));
    }

    @Override
    public String scheme() {
      return "ApiKey";
    }
  }

  /**
   * No step at all: the IAM token is the one to write with. It is asked for anew for each binding.
   *
   * @param audience the service the token must be for, and no other; nobody looks when empty
   */
  record None(Optional<String> audience) implements ServiceStep {}

  /** How the expiry member is to be read. */
  enum ExpiryUnit {
    /** Seconds from now. */
    SECONDS,
    /** Seconds since 1970-01-01T00:00:00Z. */
    EPOCH,
    /** Milliseconds since then. */
    EPOCH_MILLIS
  }
}
