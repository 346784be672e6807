package dev.cartographer.sandbox;

import java.time.Duration;

/** How IAM makes the token that says who a cluster is. */
record IamTokenIssue(JwtIssuer issuer, Duration lifetime) {
  /**
   * Whom these tokens are for: only Cartographer may exchange them. Its scope has the same name.
   */
  static final String AUDIENCE = "cartographer";

  String forClient(String clientId) {
    return issuer.issue(
        clientId,
        AUDIENCE,
        lifetime,
        claims -> claims.claim("client_id", clientId).claim("scope", AUDIENCE));
  }

  String forKeyOf(String subject) {
    return issuer.issue(
        subject,
        AUDIENCE,
        lifetime,
        claims ->
            claims
                .claim("iam_id", "iam-ServiceId-" + subject)
                .claim("grant_type", "urn:ibm:params:oauth:grant-type:apikey")
                .claim("scope", "ibm openid"));
  }
}
