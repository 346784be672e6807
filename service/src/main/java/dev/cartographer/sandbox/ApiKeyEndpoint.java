package dev.cartographer.sandbox;

import dev.cartographer.secret.SecretText;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The token endpoint of IBM Cloud IAM: an API key becomes a token. Its errors are its own, always
 * with status 400.
 */
final class ApiKeyEndpoint {
  private static final String GRANT = "urn:ibm:params:oauth:grant-type:apikey";

  private final IamPrincipals principals;
  private final IamTokenIssue issue;
  private final Clock clock;

  ApiKeyEndpoint(IamPrincipals principals, IamTokenIssue issue, Clock clock) {
    this.principals = principals;
    this.issue = issue;
    this.clock = clock;
  }

  Reply answer(Asked asked) {
    if (!asked.method().equals("POST")) {
      return Reply.text(405, "a token is asked for by POST").with("Allow", "POST");
    }
    try {
      return answer(FormBody.in(asked));
    } catch (OAuthError error) {
      return refused("BXNIM0106E", "Validation of the request failed.");
    }
  }

  private Reply answer(FormBody form) {
    var grant = form.one("grant_type");
    if (grant.isEmpty()) {
      return refused("BXNIM0109E", "Property missing or empty: 'grant_type'.");
    }
    if (!grant.equals(Optional.of(GRANT))) {
      return refused("BXNIM0106E", "Validation of property 'grant_type' failed.");
    }
    var given = form.one("apikey");
    if (given.isEmpty()) {
      return refused("BXNIM0109E", "Property missing or empty: 'apikey'.");
    }
    var key = principals.key(new SecretText(given.orElseThrow()));
    if (key.isEmpty()) {
      return refused("BXNIM0415E", "Provided API key could not be found.");
    }
    return key.orElseThrow().enabled()
        ? issued(key.orElseThrow().subject())
        : refused("BXNIM0462E", "Provided API key is disabled.");
  }

  private Reply issued(String subject) {
    var answer =
        Map.of(
            "access_token",
            issue.forKeyOf(subject),
            "refresh_token",
            "not_supported",
            "token_type",
            "Bearer",
            "expires_in",
            issue.lifetime().toSeconds(),
            "expiration",
            clock.instant().plus(issue.lifetime()).getEpochSecond(),
            "scope",
            "ibm openid");
    return Reply.json(200, answer).notStored();
  }

  private static Reply refused(String code, String message) {
    var context =
        Map.of("requestId", UUID.randomUUID().toString(), "requestType", "incoming.Identity_Token");
    return Reply.json(400, Map.of("errorCode", code, "errorMessage", message, "context", context))
        .notStored();
  }
}
