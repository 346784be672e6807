package dev.cartographer.exchange;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cartographer.exchange.TokenServer.Received;
import dev.cartographer.exchange.TokenServer.Reply;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * An IAM that takes nothing on trust: it checks signatures, audiences, types, lifetimes and ids of
 * what it is shown, as RFC 7523, RFC 8693 and RFC 10070 say, and answers their errors. It remembers
 * which grants it was asked for.
 */
final class StrictIam implements Function<Received, Reply> {
  static final String ISSUER = "https://iam.example/realms/fleet";
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int LONGEST_SUBJECT = 4_000;

  private final Clock clock;
  private final Set<String> ids = new HashSet<>();
  private final List<String> grants = new ArrayList<>();
  private final Map<String, PublicKey> clients = new ConcurrentHashMap<>();
  private final Map<String, PublicKey> clusters = new ConcurrentHashMap<>();
  private volatile String assertionAudience = ISSUER;
  private volatile boolean dropsLongSubjects;

  StrictIam(Clock clock) {
    this.clock = clock;
  }

  /** A client that is known by its key. */
  void knowsClient(String id, PublicKey key) {
    clients.put(id, key);
  }

  /**
   * An issuer whose tokens are taken; a service account of it is known as the client of its name.
   */
  void trusts(String issuer, PublicKey key) {
    clusters.put(issuer, key);
  }

  /** From now on assertions must be for this. */
  void wantsAssertionsFor(String audience) {
    assertionAudience = audience;
  }

  /** From now on it does what CVE-2026-9704 was about. */
  void dropsLongSubjects() {
    dropsLongSubjects = true;
  }

  /** The grants that it was asked for, in order. */
  synchronized List<String> grants() {
    return List.copyOf(grants);
  }

  @Override
  public synchronized Reply apply(Received asked) {
    var form = asked.form();
    var grant = form.getOrDefault("grant_type", "");
    grants.add(grant);
    try {
      return switch (grant) {
        case "client_credentials" -> issued(client(form), "");
        case JWT_BEARER -> {
          owner(asked);
          yield issued(workload(form.getOrDefault("assertion", ""), "invalid_grant"), "");
        }
        case EXCHANGE -> exchanged(asked, form);
        default -> throw new Refused(400, "unsupported_grant_type", "");
      };
    } catch (Refused refused) {
      return refused.reply();
    }
  }

  private Reply exchanged(Received asked, Map<String, String> form) throws Refused {
    owner(asked);
    if (!"urn:ietf:params:oauth:token-type:jwt".equals(form.get("subject_token_type"))) {
      throw new Refused(400, "invalid_request", "subject_token_type is missing or not supported");
    }
    var subject = form.getOrDefault("subject_token", "");
    if (subject.length() > LONGEST_SUBJECT && dropsLongSubjects) {
      return issued("cartographer", "");
    }
    return issued(
        workload(subject, "invalid_request"),
        ",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"");
  }

  /** Our own client, by its secret. */
  private static void owner(Received asked) throws Refused {
    if (!asked.header("Authorization").equals("Basic Y2FydG9ncmFwaGVyOm91cnM=")) {
      throw new Refused(401, "invalid_client", "");
    }
  }

  private String client(Map<String, String> form) throws Refused {
    if (!ASSERTION.equals(form.get("client_assertion_type"))) {
      throw new Refused(401, "invalid_client", "client_assertion_type is missing");
    }
    var assertion = parsed(form.getOrDefault("client_assertion", ""), "invalid_client");
    var claims = claims(assertion, "invalid_client");
    if (clusters.containsKey(String.valueOf(claims.getIssuer()))) {
      return workload(form.getOrDefault("client_assertion", ""), "invalid_client");
    }
    var client = String.valueOf(claims.getSubject());
    require(client.equals(claims.getIssuer()), "iss and sub differ");
    require(client.equals(form.get("client_id")), "client_id is another");
    require(claims.getAudience().equals(List.of(assertionAudience)), "aud is wrong");
    require(
        String.valueOf(assertion.getHeader().getType()).equals("client-authentication+jwt"),
        "typ is wrong");
    require(ids.add(claims.getJWTID()), "jti was seen before");
    require(claims.getJWTID().length() >= 22, "jti can be guessed");
    require(lifetime(claims).compareTo(Duration.ofMinutes(1)) <= 0, "exp is too far");
    verify(assertion, Optional.ofNullable(clients.get(client)), "invalid_client");
    return client;
  }

  /** Whom a cluster's own token names. */
  private String workload(String token, String error) throws Refused {
    var jwt = parsed(token, error);
    var claims = claims(jwt, error);
    verify(jwt, Optional.ofNullable(clusters.get(String.valueOf(claims.getIssuer()))), error);
    if (!claims.getAudience().equals(List.of(ISSUER))) {
      throw new Refused(400, error, "aud is wrong");
    }
    if (!claims.getExpirationTime().toInstant().isAfter(clock.instant())) {
      throw new Refused(400, error, "Token is expired");
    }
    return String.valueOf(claims.getSubject());
  }

  private void verify(SignedJWT jwt, Optional<PublicKey> key, String error) throws Refused {
    try {
      if (key.isPresent() && jwt.verify(verifier(key.get()))) {
        return;
      }
    } catch (JOSEException e) {
      // refused below
    }
    throw new Refused(400, error, "the signature is not known");
  }

  private static JWSVerifier verifier(PublicKey key) throws JOSEException {
    return key instanceof RSAPublicKey rsa
        ? new RSASSAVerifier(rsa)
        : new ECDSAVerifier((ECPublicKey) key);
  }

  private static void require(boolean holds, String why) throws Refused {
    if (!holds) {
      throw new Refused(401, "invalid_client", why);
    }
  }

  private Duration lifetime(JWTClaimsSet claims) {
    return Duration.between(clock.instant(), claims.getExpirationTime().toInstant());
  }

  private static SignedJWT parsed(String token, String error) throws Refused {
    try {
      return SignedJWT.parse(String.valueOf(token));
    } catch (ParseException e) {
      throw new Refused(400, error, "Invalid token");
    }
  }

  private static JWTClaimsSet claims(SignedJWT jwt, String error) throws Refused {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw new Refused(400, error, "Invalid token");
    }
  }

  private static Reply issued(String subject, String more) {
    return Reply.json(
        200,
        "{\"access_token\":\"iam-token-of-%s\",\"token_type\":\"Bearer\",\"expires_in\":3600%s}"
            .formatted(subject.replace(':', '.'), more));
  }

  private static final class Refused extends Exception {
    private final int status;
    private final String error;

    Refused(int status, String error, String description) {
      super(description);
      this.status = status;
      this.error = error;
    }

    Reply reply() {
      var body = "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, getMessage());
      return Reply.json(status, body);
    }
  }

  /** A token as a cluster's API server issues it to a service account. */
  static String workloadToken(
      KeyPair key, String issuer, String subject, String audience, Instant expires, String filler) {
    try {
      var claims =
          new JWTClaimsSet.Builder()
              .issuer(issuer)
              .subject(subject)
              .audience(audience)
              .expirationTime(Date.from(expires))
              .claim("filler", filler)
              .build();
      var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
      jwt.sign(new RSASSASigner(key.getPrivate()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
