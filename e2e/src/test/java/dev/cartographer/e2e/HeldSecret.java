package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;

/**
 * A Secret with a token, as it lay in a cluster.
 *
 * @param namespace stands for the cluster: each has its own
 * @param token empty when there was none
 */
record HeldSecret(
    String namespace,
    String name,
    long generation,
    Instant issuedAt,
    Instant expiresAt,
    String fingerprint,
    String token) {

  static HeldSecret of(JsonNode secret) {
    var metadata = secret.path("metadata");
    var annotations = metadata.path("annotations");
    var token = Base64.getDecoder().decode(secret.at("/data/token").asText());
    return new HeldSecret(
        metadata.path("namespace").asText(),
        metadata.path("name").asText(),
        annotations.path("cartographer.dev/generation").asLong(),
        instant(annotations.path("cartographer.dev/issued-at")),
        instant(annotations.path("cartographer.dev/expires-at")),
        annotations.path("cartographer.dev/fingerprint").asText(),
        new String(token, StandardCharsets.UTF_8));
  }

  private static Instant instant(JsonNode text) {
    return text.isMissingNode() ? Instant.EPOCH : Instant.parse(text.asText());
  }

  String place() {
    return namespace + "/" + name;
  }

  SignedJWT jwt() {
    try {
      return SignedJWT.parse(token);
    } catch (ParseException e) {
      throw new AssertionError(place() + " holds no JWT", e);
    }
  }

  JWTClaimsSet claims() {
    try {
      return jwt().getJWTClaimsSet();
    } catch (ParseException e) {
      throw new AssertionError(place() + " holds a JWT without claims", e);
    }
  }

  /** When its issuer ends the token, whatever the note beside it says. */
  Instant endsAt() {
    return claims().getExpirationTime().toInstant();
  }
}
