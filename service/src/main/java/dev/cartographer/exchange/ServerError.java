package dev.cartographer.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a server says is wrong: {@code error} and {@code error_description} (RFC 6749 §5.2), IBM
 * Cloud IAM's {@code errorCode} and {@code errorMessage}, or Elasticsearch's and OpenSearch's
 * {@code error.type} and {@code error.reason}.
 *
 * @param code empty when it says nothing in these forms
 * @param description foreign text; may be empty
 */
record ServerError(String code, String description) {
  private static final ServerError NONE = new ServerError("", "");
  private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{24,}");
  private static final int LONGEST_EXCERPT = 120;

  static ServerError in(HttpAnswer answer) {
    if (!answer.isJson()) {
      return NONE;
    }
    try {
      return in(StrictJson.object(answer.body().reveal()));
    } catch (Mishap notJson) {
      return NONE;
    }
  }

  static ServerError in(JsonNode body) {
    if (body.path("error").isObject()) {
      return new ServerError(text(body.path("error"), "type"), text(body.path("error"), "reason"));
    }
    var oauth = new ServerError(text(body, "error"), text(body, "error_description"));
    return oauth.isNone()
        ? new ServerError(text(body, "errorCode"), text(body, "errorMessage"))
        : oauth;
  }

  private static String text(JsonNode body, String member) {
    return body.path(member).isTextual() ? body.path(member).textValue() : "";
  }

  boolean isNone() {
    return code.isEmpty();
  }

  /**
   * Code and description, fit to be shown: servers do echo what they were sent, so whatever was
   * sent as a secret is blotted out, and so is every run of text that could be a token.
   */
  String excerpt(List<SecretText> sent) {
    var text = description.isEmpty() ? code : code + " (" + description + ")";
    for (var secret : sent) {
      text = text.replace(secret.reveal(), "***");
    }
    text = LIKE_A_TOKEN.matcher(text).replaceAll("***");
    return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "…";
  }
}
