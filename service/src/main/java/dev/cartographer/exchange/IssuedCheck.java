package dev.cartographer.exchange;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides whether an issued token is the one that was asked for. Pure. A token that fails is never
 * delivered; what the cluster holds stays.
 *
 * <p>Lifetime: the earlier of the expiry member and, in a JWT, {@code exp}; one of them must be
 * there. At least 10 s must be left, and at most 24 h: a token that lives longer is refused and not
 * clamped, since nobody would then notice that it is still good when we think it over.
 *
 * <p>Scope (RFC 6749 §3.3, RFC 8693 §2.2.1): an answer without it grants what was asked; otherwise
 * all that was asked must be in it. More is refused, but for the scopes of OpenID Connect Core §5.4
 * that only say who the subject is: Keycloak adds {@code email profile} by default. When we asked
 * for none, the server decides.
 */
final class IssuedCheck {
  private static final Duration LEAST_LEFT = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int LONGEST_TOKEN = 16 * 1024;

  /** RFC 6750 §2.1: what fits after {@code Authorization: Bearer}. */
  private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Set<String> WHO_ONLY =
      Set.of("openid", "profile", "email", "address", "phone");
  private static final Set<String> ACCESS_TOKEN_TYPES =
      Set.of(
          "urn:ietf:params:oauth:token-type:access_token", "urn:ietf:params:oauth:token-type:jwt");

  private IssuedCheck() {}

  /**
   * The token, checked.
   *
   * @throws Mishap when it is another than was asked for
   */
  static BearerToken check(TokenAnswer answer, Expected expected, Instant sentAt, Instant now) {
    checkText(answer.token());
    checkTypes(answer, expected);
    checkScope(answer, expected);
    var claims = Jwt.claims(answer.token());
    if (claims.isEmpty() && expected.readable()) {
      throw Mishap.wrongToken("a token that does not say for whom it is, as it is no JWT");
    }
    claims.ifPresent(jwt -> Jwt.check(jwt, expected, now));
    var expiresAt = end(answer, claims);
    checkLifetime(sentAt, expiresAt, now);
    return new BearerToken(answer.token(), sentAt, expiresAt, claims.flatMap(Jwt::subject));
  }

  /**
   * Checks that it can be a token at all.
   *
   * @throws Mishap when it can't
   */
  static void checkText(SecretText token) {
    if (token.reveal().length() > LONGEST_TOKEN) {
      throw Mishap.wrongToken("a token longer than " + LONGEST_TOKEN / 1024 + " KiB");
    }
    if (!B64TOKEN.matcher(token.reveal()).matches()) {
      throw Mishap.wrongToken("a token with characters that no bearer token has (RFC 6750 §2.1)");
    }
  }

  /** {@code N_A}, {@code DPoP} and {@code mac} tokens are of no use to an agent. */
  private static void checkTypes(TokenAnswer answer, Expected expected) {
    var bearer = answer.tokenType().map("bearer"::equalsIgnoreCase);
    if (!bearer.orElse(!expected.oauth())) {
      throw Mishap.wrongToken("a token that is not of type Bearer");
    }
    if (expected.exchanged()
        && answer.issuedTokenType().filter(ACCESS_TOKEN_TYPES::contains).isEmpty()) {
      throw Mishap.wrongToken("a token whose issued_token_type is not an access token");
    }
  }

  private static void checkScope(TokenAnswer answer, Expected expected) {
    if (expected.scope().isEmpty() || answer.scope().isEmpty()) {
      return;
    }
    var asked = words(expected.scope().get());
    var granted = words(answer.scope().get());
    if (!granted.containsAll(asked)) {
      throw Mishap.wrongToken("a token without the scope that was asked for");
    }
    if (!granted.stream().allMatch(scope -> asked.contains(scope) || WHO_ONLY.contains(scope))) {
      throw Mishap.wrongToken("a token of wider scope than was asked for");
    }
  }

  private static List<String> words(String scope) {
    return Stream.of(scope.split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  private static Instant end(TokenAnswer answer, Optional<JWTClaimsSet> claims) {
    return Stream.concat(answer.expiresAt().stream(), claims.flatMap(Jwt::expiresAt).stream())
        .min(Instant::compareTo)
        .orElseThrow(() -> Mishap.wrongToken("a token that does not say when it ends"));
  }

  private static void checkLifetime(Instant sentAt, Instant expiresAt, Instant now) {
    if (Duration.between(now, expiresAt).compareTo(LEAST_LEFT) < 0) {
      throw Mishap.wrongToken("a token with less than " + LEAST_LEFT.toSeconds() + " s to live");
    }
    if (Duration.between(sentAt, expiresAt).compareTo(LONGEST) > 0) {
      throw Mishap.wrongToken("a token that lives longer than " + LONGEST.toHours() + " h");
    }
  }
}
