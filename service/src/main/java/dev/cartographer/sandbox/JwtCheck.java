package dev.cartographer.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;

/** Checks tokens as a resource server must (RFC 9068 §4). */
final class JwtCheck {
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  private final List<TrustedIssuer> trusted;
  private final String audience;
  private final Clock clock;

  JwtCheck(List<TrustedIssuer> trusted, String audience, Clock clock) {
    this.trusted = List.copyOf(trusted);
    this.audience = audience;
    this.clock = clock;
  }

  /** What a check came to. */
  sealed interface Checked {
    record Good(JWTClaimsSet claims) implements Checked {}

    /** The reason never quotes the token. */
    record Bad(String why) implements Checked {}
  }

  Checked check(String token) {
    try {
      var jwt = SignedJWT.parse(token);
      if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
          || !ACCESS_TOKEN.equals(jwt.getHeader().getType())) {
        return new Checked.Bad("not an access token signed RS256");
      }
      var claims = jwt.getJWTClaimsSet();
      return signedByItsIssuer(jwt, claims)
          ? checked(claims)
          : new Checked.Bad("not signed by an issuer that is trusted here");
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return new Checked.Bad("not a signed JWT");
    }
  }

  private boolean signedByItsIssuer(SignedJWT jwt, JWTClaimsSet claims) throws JOSEException {
    for (var issuer : trusted) {
      if (issuer.name().equals(claims.getIssuer())) {
        return jwt.verify(new RSASSAVerifier(issuer.key()));
      }
    }
    return false;
  }

  private Checked checked(JWTClaimsSet claims) {
    var ends = claims.getExpirationTime();
    if (ends == null || claims.getSubject() == null) {
      return new Checked.Bad("a token without sub or exp");
    }
    if (!clock.instant().isBefore(ends.toInstant())) {
      return new Checked.Bad("an expired token");
    }
    return claims.getAudience().equals(List.of(audience))
        ? new Checked.Good(claims)
        : new Checked.Bad("a token that is not for " + audience);
  }
}
