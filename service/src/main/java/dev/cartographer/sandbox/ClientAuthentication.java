package dev.cartographer.sandbox;

import dev.cartographer.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Authenticates the client of a token request: {@code client_secret_basic} or {@code
 * client_secret_post}, never both (RFC 6749 §2.3).
 */
final class ClientAuthentication {
  private static final String BASIC = "Basic ";

  private final IamPrincipals principals;

  ClientAuthentication(IamPrincipals principals) {
    this.principals = principals;
  }

  /**
   * The client that asks.
   *
   * @throws OAuthError {@code invalid_client} when it has not shown who it is, or is disabled;
   *     {@code invalid_request} when it uses two methods at once
   */
  IamPrincipals.Client client(Asked asked, FormBody form) {
    var headers = asked.header("Authorization");
    if (headers.isEmpty()) {
      return known(posted(form));
    }
    if (headers.size() > 1 || form.one("client_secret").isPresent()) {
      throw OAuthError.invalidRequest("a client authenticates once and in one way");
    }
    var given = basic(headers.getFirst());
    if (form.one("client_id").filter(id -> !id.equals(given.id())).isPresent()) {
      throw OAuthError.invalidRequest("client_id is not the client that authenticates");
    }
    return known(given);
  }

  private record Credentials(String id, SecretText secret) {}

  private static Credentials posted(FormBody form) {
    var id = form.one("client_id");
    var secret = form.one("client_secret");
    if (id.isEmpty() || secret.isEmpty()) {
      throw OAuthError.invalidClient("no client authentication");
    }
    return new Credentials(id.orElseThrow(), new SecretText(secret.orElseThrow()));
  }

  /** Id and secret are form-encoded before they are joined. */
  private static Credentials basic(String header) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      throw OAuthError.invalidClient("only the Basic scheme is known here");
    }
    try {
      var bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      var pair = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
      if (pair.length == 2) {
        return new Credentials(
            FormBody.decoded(pair[0]), new SecretText(FormBody.decoded(pair[1])));
      }
    } catch (IllegalArgumentException | OAuthError _) {
      // said below
    }
    throw OAuthError.invalidClient("the Basic credentials can't be read");
  }

  private IamPrincipals.Client known(Credentials given) {
    return principals
        .client(given.id())
        .filter(client -> client.secret().matches(given.secret()) && client.enabled())
        .orElseThrow(
            () -> OAuthError.invalidClient("unknown client, wrong secret or disabled client"));
  }
}
