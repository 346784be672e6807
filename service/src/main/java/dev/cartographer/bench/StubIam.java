package dev.cartographer.bench;

import dev.cartographer.bench.StubCounts.Kind;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint: OAuth client credentials (RFC 6749 §4.4) and token exchange (RFC 8693). Checks
 * what a real one checks, signatures included; whoever's name is {@code x} has the secret {@code
 * secret-of-x}.
 */
final class StubIam implements Handler<HttpServerRequest> {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  private final StubTokens tokens;
  private final StubCounts counts;

  StubIam(StubTokens tokens, StubCounts counts) {
    this.tokens = tokens;
    this.counts = counts;
  }

  static String secretOf(String client) {
    return "secret-of-" + client;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var client = client(request.getHeader("Authorization"));
    request.bodyHandler(body -> answer(request, client, body));
  }

  private void answer(HttpServerRequest request, String client, Buffer body) {
    var form = form(body.toString(StandardCharsets.US_ASCII));
    var grant = form.getOrDefault("grant_type", "");
    if (client.isEmpty()) {
      refuse(request, 401, "invalid_client");
    } else if (grant.equals("client_credentials")) {
      issue(request, Kind.IAM, tokens.issue(client, "cartographer"), "");
    } else if (grant.equals(EXCHANGE)) {
      exchange(request, form);
    } else {
      refuse(request, 400, "unsupported_grant_type");
    }
  }

  private void exchange(HttpServerRequest request, Map<String, String> form) {
    var subject = tokens.subject(form.getOrDefault("subject_token", ""));
    var audience = form.getOrDefault("audience", "");
    if (subject.isEmpty() || audience.isEmpty()) {
      refuse(request, 400, "invalid_request");
    } else {
      issue(
          request,
          Kind.SERVICE,
          tokens.issue(subject, audience),
          ",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"");
    }
  }

  private void issue(HttpServerRequest request, Kind kind, String token, String more) {
    counts.count(kind);
    StubAnswer.json(
        request,
        200,
        "{\"access_token\":\""
            + token
            + "\",\"token_type\":\"Bearer\",\"expires_in\":"
            + tokens.lifetime().toSeconds()
            + more
            + "}");
  }

  private void refuse(HttpServerRequest request, int status, String error) {
    counts.count(Kind.REFUSED);
    StubAnswer.json(request, status, "{\"error\":\"" + error + "\"}");
  }

  /** Who it is by HTTP Basic; empty for a wrong secret or none. */
  private static String client(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith("Basic ")) {
      return "";
    }
    var pair = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.US_ASCII);
    var colon = pair.indexOf(':');
    var client = pair.substring(0, Math.max(colon, 0));
    return pair.substring(colon + 1).equals(secretOf(client)) ? client : "";
  }

  private static Map<String, String> form(String body) {
    var form = new HashMap<String, String>();
    for (var from = 0; from < body.length(); ) {
      var end = body.indexOf('&', from);
      end = end < 0 ? body.length() : end;
      var equals = body.indexOf('=', from);
      if (equals > 0 && equals < end) {
        form.put(body.substring(from, equals), decoded(body.substring(equals + 1, end)));
      }
      from = end + 1;
    }
    return form;
  }

  private static String decoded(String value) {
    return value.indexOf('%') < 0 ? value : URLDecoder.decode(value, StandardCharsets.US_ASCII);
  }
}
