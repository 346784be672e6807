package dev.cartographer.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Workload;
import dev.cartographer.pull.Login.Refused;
import dev.cartographer.pull.Login.Welcome;
import dev.cartographer.pull.Login.Why;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentLoginTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
  private static final String SUBJECT = "system:serviceaccount:logging:agent";
  private static final RSAKey ACME = rsa("acme");
  private static final RSAKey ZETA = rsa("zeta");

  private final MutableClock clock = new MutableClock(NOON);
  private final List<String> looked = new ArrayList<>();

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A fleet of two clusters whose API servers call themselves the same, as most do. */
  private Optional<Workloads.Known> find(String issuer, String subject) {
    looked.add(issuer + " " + subject);
    return switch (issuer + " " + subject) {
      case ISSUER + " " + SUBJECT -> Optional.of(known("acme-payments", 3, subject, ACME));
      case ISSUER + " " + SUBJECT + "-of-zeta" -> Optional.of(known("zeta-web", 4, subject, ZETA));
      default -> Optional.empty();
    };
  }

  private static Workloads.Known known(String name, long id, String subject, RSAKey key) {
    var keys = new JWKSet(key.toPublicJWK()).toString();
    return known(name, id, subject, keys);
  }

  private static Workloads.Known known(String name, long id, String subject, String keys) {
    var ref = new SecretRef.Inline(new SecretText(keys));
    return new Workloads.Known(
        new Caller(id, new Name(name), 1, true, subject),
        new Workload(ISSUER, subject, Optional.of(ref)));
  }

  private Login login(String token) {
    return login(token, this::find);
  }

  private Login login(String token, Workloads workloads) {
    var keys = new IssuerKeys(List.of(), ref -> ((SecretRef.Inline) ref).text());
    return new AgentLogin("cartographer", workloads, keys, clock).login(new SecretText(token));
  }

  private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    return change
        .apply(
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(SUBJECT)
                .audience("cartographer")
                .issueTime(Date.from(NOON.minusSeconds(60)))
                .notBeforeTime(Date.from(NOON.minusSeconds(60)))
                .expirationTime(Date.from(NOON.plusSeconds(3600))))
        .build();
  }

  private static String signed(UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("acme").build(), claims(change));
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims) {
    try {
      return signed(header, claims, new RSASSASigner(ACME));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
    try {
      var jwt = new SignedJWT(header, claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertRefused(String token, Why why) {
    assertThat(login(token))
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.why()).isEqualTo(why));
  }

  @Test
  void aTokenOfTheClustersOwnIssuerLetsItsAgentIn() {
    assertThat(login(signed(c -> c)))
        .isEqualTo(new Welcome(new Caller(3, new Name("acme-payments"), 1, true, SUBJECT)));
  }

  @Test
  void aTokenOfAnotherClusterIsThatClustersAndNeverOurs() throws Exception {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("zeta").build();
    var zeta = signed(header, claims(c -> c.subject(SUBJECT + "-of-zeta")), new RSASSASigner(ZETA));
    var forged = signed(header, claims(c -> c), new RSASSASigner(ZETA));
    var renamed =
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("acme").build(),
            claims(c -> c),
            new RSASSASigner(ZETA));

    assertThat(login(zeta))
        .isInstanceOfSatisfying(
            Welcome.class, w -> assertThat(w.caller().name()).isEqualTo(new Name("zeta-web")));
    assertRefused(forged, Why.SIGNATURE);
    assertRefused(renamed, Why.SIGNATURE);
  }

  @Test
  void whatTheCallerSaysOfItsClusterDoesNotMatter() {
    assertThat(login(signed(c -> c.claim("cluster", "zeta-web").claim("tenant", "zeta"))))
        .isInstanceOfSatisfying(
            Welcome.class, w -> assertThat(w.caller().name()).isEqualTo(new Name("acme-payments")));
  }

  @Test
  void issuerAndSubjectAreComparedToTheLetter() {
    assertRefused(signed(c -> c.issuer(ISSUER + "/")), Why.UNKNOWN);
    assertRefused(signed(c -> c.issuer(ISSUER.toUpperCase(java.util.Locale.ROOT))), Why.UNKNOWN);
    assertRefused(signed(c -> c.subject(SUBJECT + " ")), Why.UNKNOWN);
    assertRefused(signed(c -> c.subject(null)), Why.UNKNOWN);
    assertRefused(signed(c -> c.issuer(null)), Why.UNKNOWN);
  }

  @Test
  void theAudienceIsOursAlone() {
    assertRefused(signed(c -> c.audience("https://kubernetes.default.svc")), Why.AUDIENCE);
    assertRefused(signed(c -> c.audience(List.of("cartographer", "vault"))), Why.AUDIENCE);
    assertRefused(signed(c -> c.audience((String) null)), Why.AUDIENCE);
  }

  @Test
  void aTokenEndsOnTheSecond() {
    assertRefused(signed(c -> c.expirationTime(Date.from(NOON))), Why.EXPIRED);
    assertThat(login(signed(c -> c.expirationTime(Date.from(NOON.plusSeconds(1))))))
        .isInstanceOf(Welcome.class);
    assertRefused(signed(c -> c.expirationTime(null)), Why.EXPIRED);
  }

  @Test
  void aTokenOfTheFutureIsRefused() {
    assertRefused(signed(c -> c.issueTime(Date.from(NOON.plusSeconds(61)))), Why.NOT_YET);
    assertRefused(signed(c -> c.notBeforeTime(Date.from(NOON.plusSeconds(61)))), Why.NOT_YET);
    assertRefused(signed(c -> c.issueTime(null)), Why.NOT_YET);
    assertThat(login(signed(c -> c.notBeforeTime(null)))).isInstanceOf(Welcome.class);
  }

  @Test
  void aTokenThatLivesForDaysIsRefused() {
    var week = Date.from(NOON.plus(Duration.ofDays(7)));
    assertRefused(signed(c -> c.expirationTime(week)), Why.LIFETIME);
    assertRefused(
        signed(c -> c.expirationTime(Date.from(Instant.ofEpochMilli(Long.MAX_VALUE)))),
        Why.LIFETIME);
  }

  @Test
  void nobodysSignatureIsNone() {
    assertRefused(new PlainJWT(claims(c -> c)).serialize(), Why.MALFORMED);
  }

  @Test
  void aPublicKeyIsNoSharedSecret() throws Exception {
    var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("acme").build();
    var pem = ACME.toRSAPublicKey().getEncoded();

    assertRefused(signed(header, claims(c -> c), new MACSigner(pem)), Why.ALGORITHM);
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("acme").build(),
            claims(c -> c),
            new RSASSASigner(ACME)),
        Why.ALGORITHM);
  }

  @Test
  void aTokenDoesNotBringItsOwnKeys() {
    var plain = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("acme");
    var mallory = URI.create("https://mallory.example/keys");

    assertRefused(signed(plain.jwkURL(mallory).build(), claims(c -> c)), Why.HEADER);
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(ACME.toPublicJWK()).build(),
            claims(c -> c)),
        Why.HEADER);
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).x509CertURL(mallory).build(), claims(c -> c)),
        Why.HEADER);
    assertRefused(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new com.nimbusds.jose.JOSEObjectType("secevent+jwt"))
                .build(),
            claims(c -> c)),
        Why.HEADER);
  }

  @Test
  void pssAndEllipticCurvesAreTaken() throws Exception {
    var pss = new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("acme").build();
    ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    var keys = new JWKSet(curve.toPublicJWK()).toString();
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build();

    assertThat(login(signed(pss, claims(c -> c)))).isInstanceOf(Welcome.class);
    assertThat(
            login(
                signed(header, claims(c -> c), new ECDSASigner(curve)),
                (_, subject) -> Optional.of(known("acme-payments", 3, subject, keys))))
        .isInstanceOf(Welcome.class);
  }

  @Test
  void keysInPemHaveNoNamesAndAreAllTried() throws Exception {
    var keys = pem(ZETA) + "\n" + pem(ACME);

    assertThat(
            login(
                signed(c -> c),
                (_, subject) -> Optional.of(known("acme-payments", 3, subject, keys))))
        .isInstanceOf(Welcome.class);
    assertThat(
            login(
                signed(c -> c),
                (_, subject) -> Optional.of(known("acme-payments", 3, subject, pem(ZETA)))))
        .isEqualTo(new Refused(Why.SIGNATURE, Optional.of(new Name("acme-payments"))));
  }

  private static String pem(RSAKey key) {
    try {
      return "-----BEGIN PUBLIC KEY-----\n"
          + Base64.getMimeEncoder().encodeToString(key.toRSAPublicKey().getEncoded())
          + "\n-----END PUBLIC KEY-----";
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"keys\":[]}", "no keys", "-----BEGIN CERTIFICATE-----"})
  void withoutKeysNobodyIsLetIn(String keys) {
    assertThat(
            login(
                signed(c -> c),
                (_, subject) -> Optional.of(known("acme-payments", 3, subject, keys))))
        .isEqualTo(new Refused(Why.KEYS, Optional.of(new Name("acme-payments"))));
  }

  @Test
  void aPrivateKeyOrAWeakOneIsNotTaken() throws Exception {
    var weak = "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"kid\":\"acme\",\"n\":\"AQAB\"}]}";

    for (var keys : List.of(new JWKSet(ACME).toString(false), weak)) {
      assertThat(
              login(
                  signed(c -> c),
                  (_, subject) -> Optional.of(known("acme-payments", 3, subject, keys))))
          .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.why()).isEqualTo(Why.KEYS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a.b.c",
        "e30.e30.",
        "e30.e30.e30.e30.e30",
        "eyJhbGciOiJSUzI1NiJ9.bnVsbA.eA",
        "eyJhbGciOlsiUlMyNTYiXX0.e30.eA",
        "\u0000.\u0000.\u0000"
      })
  void whatIsNoTokenIsRefusedAndNobodyIsAsked(String text) {
    assertRefused(text, Why.MALFORMED);
    assertThat(looked).isEmpty();
  }

  @Test
  void aTokenAsLongAsABookOrAsDeepAsAWellIsRefusedUnread() {
    var deep =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ("{\"alg\":" + "[".repeat(5000)).getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertRefused(signed(c -> c.claim("book", "x".repeat(8 * 1024))), Why.MALFORMED);
    assertRefused(deep + ".e30.eA", Why.MALFORMED);
  }

  @Test
  void whatCantBeGoodIsNotLookedUp() {
    assertRefused(signed(c -> c.audience("somebody else")), Why.AUDIENCE);
    assertRefused(signed(c -> c.expirationTime(Date.from(NOON.minusSeconds(1)))), Why.EXPIRED);

    assertThat(looked).isEmpty();
  }
}
