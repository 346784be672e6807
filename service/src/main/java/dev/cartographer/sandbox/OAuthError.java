package dev.cartographer.sandbox;

import java.util.Map;

/** Ends a token request with an error answer (RFC 6749 §5.2). */
final class OAuthError extends RuntimeException {
  private final int status;
  private final String code;
  private final String description;

  private OAuthError(int status, String code, String description) {
    super(code + ": " + description);
    this.status = status;
    this.code = code;
    this.description = description;
  }

  static OAuthError invalidRequest(String description) {
    return new OAuthError(400, "invalid_request", description);
  }

  /** Whoever calls has not shown who it is. */
  static OAuthError invalidClient(String description) {
    return new OAuthError(401, "invalid_client", description);
  }

  static OAuthError of(String code, String description) {
    return new OAuthError(400, code, description);
  }

  Reply reply() {
    var reply =
        Reply.json(status, Map.of("error", code, "error_description", description)).notStored();
    return status == 401
        ? reply.with("WWW-Authenticate", "Basic realm=\"sandbox-iam\", charset=\"UTF-8\"")
        : reply;
  }
}
