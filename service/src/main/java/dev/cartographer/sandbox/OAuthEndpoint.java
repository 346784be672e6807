package dev.cartographer.sandbox;

import dev.cartographer.sandbox.IamPrincipals.Client;
import dev.cartographer.sandbox.IamPrincipals.Grant;
import java.util.Map;
import java.util.Set;

/** IAM's OAuth token endpoint (RFC 6749 §3.2): client credentials and token exchange. */
final class OAuthEndpoint {
  static final String CLIENT_CREDENTIALS = "client_credentials";
  static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  private final ClientAuthentication authentication;
  private final IamTokenIssue issue;
  private final TokenExchangeGrant exchange;

  OAuthEndpoint(
      ClientAuthentication authentication, IamTokenIssue issue, TokenExchangeGrant exchange) {
    this.authentication = authentication;
    this.issue = issue;
    this.exchange = exchange;
  }

  Reply answer(Asked asked) {
    if (!asked.method().equals("POST")) {
      return Reply.text(405, "a token is asked for by POST").with("Allow", "POST");
    }
    try {
      return Reply.json(200, granted(asked)).notStored();
    } catch (OAuthError error) {
      return error.reply();
    }
  }

  private Map<String, Object> granted(Asked asked) {
    var form = FormBody.in(asked);
    var grant = form.required("grant_type");
    var client = authentication.client(asked, form);
    return switch (grant) {
      case CLIENT_CREDENTIALS ->
          clientCredentials(permitted(client, Grant.CLIENT_CREDENTIALS), form);
      case TOKEN_EXCHANGE -> exchange.exchange(permitted(client, Grant.TOKEN_EXCHANGE), form);
      default -> throw OAuthError.of("unsupported_grant_type", "this grant is not known here");
    };
  }

  private static Client permitted(Client client, Grant grant) {
    if (client.grant() != grant) {
      throw OAuthError.of("unauthorized_client", "this client may not use this grant");
    }
    return client;
  }

  /** RFC 6749 §4.4. */
  private Map<String, Object> clientCredentials(Client client, FormBody form) {
    if (!Set.of(IamTokenIssue.AUDIENCE).containsAll(form.scope())) {
      throw OAuthError.of("invalid_scope", "the only scope is " + IamTokenIssue.AUDIENCE);
    }
    return Map.of(
        "access_token",
        issue.forClient(client.id()),
        "token_type",
        "Bearer",
        "expires_in",
        issue.lifetime().toSeconds(),
        "scope",
        IamTokenIssue.AUDIENCE);
  }
}
