package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at tokens as their services would: with the keys of the realm and a clock. */
final class Inspection {
  private static final Map<String, String> AUDIENCES =
      Map.of("cartographer-logs", "logging-service", "cartographer-metrics", "metrics-service");

  private final Keycloak keycloak;
  private final Realm realm;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final Map<String, String> subjects = new ConcurrentHashMap<>();

  Inspection(Keycloak keycloak, Realm realm) {
    this.keycloak = keycloak;
    this.realm = realm;
    try {
      var keys = new ImmutableJWKSet<>(JWKSet.parse(keycloak.keys(realm).toString()));
      processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    } catch (ParseException e) {
      throw new AssertionError("the realm's keys can't be read", e);
    }
  }

  /**
   * Checks that the token is signed by the realm, has not ended, and is for the Secret's own signal
   * and the namespace's own cluster; and that the note beside it says so.
   */
  void passes(HeldSecret held) {
    var claims = verified(held);
    assertThat(claims.getAudience()).containsExactly(AUDIENCES.get(held.name()));
    assertThat(claims.getClaims())
        .containsEntry("azp", "cartographer")
        .containsEntry("preferred_username", "service-account-" + held.namespace())
        .containsEntry("sub", subject(held.namespace()));
    assertThat(held.generation()).isPositive();
    assertThat(held.fingerprint()).isEqualTo(fingerprint(held.token()));
    assertThat(held.expiresAt())
        .isBetween(held.endsAt().minus(Duration.ofSeconds(10)), held.endsAt());
    assertThat(Duration.between(held.issuedAt(), held.expiresAt()))
        .isBetween(realm.lifetime().minusSeconds(10), realm.lifetime());
  }

  private String subject(String cluster) {
    return subjects.computeIfAbsent(cluster, c -> keycloak.subjectOf(realm, c));
  }

  private JWTClaimsSet verified(HeldSecret held) {
    try {
      return processor.process(held.jwt(), null);
    } catch (BadJOSEException | JOSEException e) {
      throw new AssertionError(held.place() + " holds a token no service takes", e);
    }
  }

  private static String fingerprint(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
