package dev.cartographer.pull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cartographer.pull.Login.Refused;
import dev.cartographer.pull.Login.Welcome;
import dev.cartographer.pull.Login.Why;
import dev.cartographer.secret.SecretText;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the token of a workload (RFC 8725): a JWT of its cluster's issuer, for us alone, that is
 * alive and does not live long. Which cluster it is follows from issuer and subject.
 *
 * <p>What costs nothing is checked first; the database and the issuer's keys are asked only for a
 * token that would be good if it were genuine.
 */
public final class AgentLogin {
  private static final int LONGEST = 8 * 1024;
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.PS256);

  /** No {@code jku}, {@code x5u}, {@code jwk}, {@code x5c}: a token does not bring its own keys. */
  private static final Set<String> HEADERS = Set.of("alg", "kid", "typ", "x5t", "x5t#S256");

  private final String audience;
  private final Workloads workloads;
  private final IssuerKeys keys;
  private final Clock clock;

  /**
   * Takes whom to ask.
   *
   * @param audience the one a token must name, and no other beside it
   */
  public AgentLogin(String audience, Workloads workloads, IssuerKeys keys, Clock clock) {
    this.audience = audience;
    this.workloads = workloads;
    this.keys = keys;
    this.clock = clock;
  }

  /** Whether a text looks like a JWT at all, and not like another bearer token. */
  public static boolean looksLikeOne(String text) {
    return text.indexOf('.') > 0;
  }

  /** Verifies one token. Never throws for what is in it. */
  public Login login(SecretText token) {
    try {
      if (token.reveal().length() > LONGEST) {
        return refused(Why.MALFORMED);
      }
      var jwt = SignedJWT.parse(token.reveal());
      var claims = jwt.getJWTClaimsSet();
      return wrong(jwt.getHeader(), claims)
          .<Login>map(AgentLogin::refused)
          .orElseGet(() -> known(jwt, claims));
    } catch (ParseException | IllegalArgumentException e) {
      return refused(Why.MALFORMED);
    }
  }

  /** What is wrong with a token, whoever signed it. */
  private Optional<Why> wrong(JWSHeader header, JWTClaimsSet claims) {
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      return Optional.of(Why.ALGORITHM);
    }
    var type = header.getType();
    if (!HEADERS.containsAll(header.getIncludedParams())
        || (type != null && !type.getType().equalsIgnoreCase("JWT"))) {
      return Optional.of(Why.HEADER);
    }
    if (!claims.getAudience().equals(List.of(audience))) {
      return Optional.of(Why.AUDIENCE);
    }
    return wrong(claims, clock.instant());
  }

  private static Optional<Why> wrong(JWTClaimsSet claims, Instant now) {
    var issued = instant(claims.getIssueTime());
    var ends = instant(claims.getExpirationTime());
    if (ends.isEmpty() || !now.isBefore(ends.get())) {
      return Optional.of(Why.EXPIRED);
    }
    var latest = now.plus(CLOCKS_DIFFER);
    if (issued.isEmpty()
        || issued.get().isAfter(latest)
        || instant(claims.getNotBeforeTime()).filter(latest::isBefore).isPresent()) {
      return Optional.of(Why.NOT_YET);
    }
    return ends.get().isAfter(issued.get().plus(LONGEST_LIFE))
        ? Optional.of(Why.LIFETIME)
        : Optional.empty();
  }

  private Login known(SignedJWT jwt, JWTClaimsSet claims) {
    var issuer = claims.getIssuer();
    var subject = claims.getSubject();
    return issuer == null || subject == null
        ? refused(Why.UNKNOWN)
        : workloads
            .find(issuer, subject)
            .map(known -> signed(jwt, known))
            .orElseGet(() -> refused(Why.UNKNOWN));
  }

  private Login signed(SignedJWT jwt, Workloads.Known known) {
    try {
      for (var verifier : keys.verifiers(known.workload(), jwt.getHeader())) {
        if (jwt.verify(verifier)) {
          return new Welcome(known.caller());
        }
      }
      return refused(Why.SIGNATURE, known);
    } catch (KeysUnavailable e) {
      return refused(Why.KEYS, known);
    } catch (JOSEException e) {
      return refused(Why.SIGNATURE, known);
    }
  }

  private static Login refused(Why why) {
    return new Refused(why, Optional.empty());
  }

  private static Login refused(Why why, Workloads.Known known) {
    return new Refused(why, Optional.of(known.caller().name()));
  }

  private static Optional<Instant> instant(@Nullable Date date) {
    return Optional.ofNullable(date).map(Date::toInstant);
  }
}
