package dev.cartographer.exchange;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cartographer.secret.SecretText;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.random.RandomGenerator;

/**
 * Signs client assertions (RFC 7523 §3 as updated by RFC 10070): a type of their own, one audience,
 * a minute to live, and an id that no other has.
 *
 * @param random must not be guessable
 */
record AssertionSigner(String clientId, SigningKey key, Clock clock, RandomGenerator random) {
  private static final JOSEObjectType TYPE = new JOSEObjectType("client-authentication+jwt");
  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final int ID_BYTES = 16;

  /** An assertion for whom it says, and for nobody else. */
  SecretText signFor(String audience) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(clientId)
            .subject(clientId)
            .audience(audience)
            .jwtID(id())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .build();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.parse(key.algorithm().name()))
            .type(TYPE)
            .keyID(key.keyId().orElse(null))
            .build();
    var jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(key.signer());
    } catch (JOSEException e) {
      throw new IllegalStateException("a key that was accepted does not sign", e);
    }
    return new SecretText(jwt.serialize());
  }

  private String id() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
