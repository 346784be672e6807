package dev.cartographer.sandbox;

import java.util.Map;

/** The refusals of a protected resource (RFC 6750 §3). */
final class BearerError {
  private BearerError() {}

  /** No token was brought: the challenge names no error. */
  static Reply noToken() {
    return Reply.json(401, Map.of()).with("WWW-Authenticate", "Bearer");
  }

  static Reply invalidToken(String why) {
    return refusal(401, "invalid_token", why);
  }

  /** The token is good, but not for this cluster. */
  static Reply notYours() {
    return refusal(403, "insufficient_scope", "the token is of another cluster");
  }

  private static Reply refusal(int status, String error, String why) {
    var challenge = "Bearer error=\"%s\", error_description=\"%s\"".formatted(error, why);
    return Reply.json(status, Map.of("error", error, "error_description", why))
        .with("WWW-Authenticate", challenge);
  }

  static Reply malformed(String why) {
    return Reply.json(400, Map.of("error", "invalid_request", "error_description", why));
  }
}
