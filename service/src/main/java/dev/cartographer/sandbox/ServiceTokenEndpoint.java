package dev.cartographer.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.sandbox.JwtCheck.Checked;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A service's own token endpoint: who shows IAM's token gets the service's. */
final class ServiceTokenEndpoint {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JwtCheck iamTokens;
  private final JwtIssuer issuer;
  private final String audience;
  private final Duration lifetime;

  ServiceTokenEndpoint(JwtCheck iamTokens, JwtIssuer issuer, String audience, Duration lifetime) {
    this.iamTokens = iamTokens;
    this.issuer = issuer;
    this.audience = audience;
    this.lifetime = lifetime;
  }

  Reply answer(Asked asked) {
    if (!asked.method().equals("POST")) {
      return Reply.text(405, "a token is asked for by POST").with("Allow", "POST");
    }
    return asked.bearer().map(token -> answer(asked, token)).orElseGet(BearerError::noToken);
  }

  private Reply answer(Asked asked, String token) {
    return switch (iamTokens.check(token)) {
      case Checked.Bad(var why) -> BearerError.invalidToken(why);
      case Checked.Good(var claims) -> issued(asked.body(), claims.getSubject());
    };
  }

  /** The body may name the cluster; then it must be the one that IAM names. */
  private Reply issued(String body, String subject) {
    var named = named(body);
    if (named.isEmpty()) {
      return BearerError.malformed("the body is one JSON object or nothing");
    }
    var cluster = named.orElseThrow().path("cluster");
    if (!cluster.isMissingNode() && !cluster.asText().equals(subject)) {
      return BearerError.notYours();
    }
    var token = issuer.issue(subject, audience, lifetime, claims -> claims);
    return Reply.json(200, Map.of("token", token, "expires_in", lifetime.toSeconds())).notStored();
  }

  private static Optional<JsonNode> named(String body) {
    try {
      var json = body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
      return Optional.of(json).filter(JsonNode::isObject);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }
}
