package dev.cartographer.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Issues access tokens as JWTs (RFC 9068), signed RS256 with a key of its own. */
final class JwtIssuer {
  private final String name;
  private final RSAKey key;
  private final JWSSigner signer;
  private final Clock clock;

  /** An issuer with a fresh key. */
  JwtIssuer(String name, Clock clock) {
    try {
      this.name = name;
      this.key = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
      this.signer = new RSASSASigner(key);
      this.clock = clock;
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  /** Whoever trusts this issuer needs to know no more. */
  TrustedIssuer trusted() {
    return new TrustedIssuer(name, key.toPublicJWK());
  }

  /**
   * A token for one audience.
   *
   * @param lifetime it is good for at least so long; its end is rounded up to a whole second
   * @param more claims beside those every token has
   */
  String issue(
      String subject,
      String audience,
      Duration lifetime,
      UnaryOperator<JWTClaimsSet.Builder> more) {
    var now = clock.instant();
    var ends = now.plus(lifetime).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(name)
            .subject(subject)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(ends))
            .jwtID(UUID.randomUUID().toString());
    return signed(more.apply(claims).build());
  }

  private String signed(JWTClaimsSet claims) {
    try {
      var header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .type(new JOSEObjectType("at+jwt"))
              .keyID(key.getKeyID())
              .build();
      var jwt = new SignedJWT(header, claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a key made for signing must sign", e);
    }
  }
}
