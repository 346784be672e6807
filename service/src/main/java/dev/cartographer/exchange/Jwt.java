package dev.cartographer.exchange;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.cartographer.exchange.BearerToken.Subject;
import dev.cartographer.secret.SecretText;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a token that happens to be a JWT (RFC 9068). Its signature is the service's business:
 * we got it from its issuer over TLS. What we look for is a token that was meant for somebody else.
 */
final class Jwt {
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

  /** Keycloak's {@code typ} claim: tokens that are none for a service (GHSA-7fpj-9hr8-28vh). */
  private static final Set<String> NOT_ACCESS = Set.of("id", "refresh", "offline", "logout");

  private Jwt() {}

  /**
   * The claims; empty when the token is opaque to us, as encrypted ones are.
   *
   * @throws Mishap when it is a JWT that nobody signed, or whose claims cannot be read
   */
  static Optional<JWTClaimsSet> claims(SecretText token) {
    var parsed = parsed(token);
    if (parsed.filter(PlainJWT.class::isInstance).isPresent()) {
      throw Mishap.wrongToken("a JWT that nobody signed");
    }
    return parsed.filter(SignedJWT.class::isInstance).map(Jwt::claims);
  }

  private static Optional<JWT> parsed(SecretText token) {
    try {
      return Optional.of(JWTParser.parse(token.reveal()));
    } catch (ParseException | IllegalArgumentException opaque) {
      return Optional.empty();
    }
  }

  private static JWTClaimsSet claims(JWT jwt) {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException quotesTheToken) {
      throw Mishap.wrongToken("a JWT whose claims cannot be read");
    }
  }

  /** Holds the claims against what was asked for. */
  static void check(JWTClaimsSet claims, Expected expected, Instant now) {
    checkAudience(claims, expected);
    checkHolder(claims, expected);
    if (NOT_ACCESS.contains(text(claims, "typ").orElse("").toLowerCase(Locale.ROOT))) {
      throw Mishap.wrongToken("a JWT that is not an access token");
    }
    var latestStart = now.plus(CLOCKS_DIFFER);
    if (isAfter(claims.getIssueTime(), latestStart)
        || isAfter(claims.getNotBeforeTime(), latestStart)) {
      throw Mishap.wrongToken(
          "a token of the future: its clock or ours is off by more than "
              + CLOCKS_DIFFER.toSeconds()
              + " s");
    }
  }

  /**
   * The audience must be the expected one alone. A token for two services could be used by the one
   * at the other (RFC 9700 §2.3), so a list that holds more is refused.
   */
  private static void checkAudience(JWTClaimsSet claims, Expected expected) {
    if (expected.audience().filter(a -> !claims.getAudience().equals(List.of(a))).isPresent()) {
      throw Mishap.wrongToken("a JWT that is not for " + expected.audience().get() + " alone");
    }
  }

  /**
   * A mix-up at the issuer or between us and it: the token of another client, or an exchanged token
   * that names another subject than the one presented.
   */
  private static void checkHolder(JWTClaimsSet claims, Expected expected) {
    var holder = text(claims, "client_id").or(() -> text(claims, "azp"));
    if (differ(holder, expected.clientId()) || namesAnother(claims, expected)) {
      throw Mishap.wrongToken("the token of somebody else");
    }
  }

  /** Subjects of different issuers cannot be compared. */
  private static boolean namesAnother(JWTClaimsSet claims, Expected expected) {
    var asked = expected.speaksFor();
    var named = subject(claims);
    return asked.map(Subject::issuer).equals(named.map(Subject::issuer)) && differ(named, asked);
  }

  private static boolean differ(Optional<?> one, Optional<?> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }

  /** Whom it names. */
  static Optional<Subject> subject(JWTClaimsSet claims) {
    return text(claims, "iss")
        .flatMap(issuer -> text(claims, "sub").map(subject -> new Subject(issuer, subject)));
  }

  static Optional<Instant> expiresAt(JWTClaimsSet claims) {
    return Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant);
  }

  private static Optional<String> text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static boolean isAfter(@Nullable Date time, Instant latest) {
    return time != null && time.toInstant().isAfter(latest);
  }
}
