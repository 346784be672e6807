package dev.cartographer.sandbox;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.cartographer.sandbox.IamPrincipals.Client;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Exchanges a cluster's token for one with which it may write to one service (RFC 8693). */
final class TokenExchangeGrant {
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final JwtIssuer issuer;
  private final JwtCheck subjects;
  private final IamPrincipals principals;
  private final Map<String, String> scopes;
  private final Duration lifetime;

  /**
   * A grant.
   *
   * @param subjects checks the tokens that are brought
   * @param scopes the one scope of each audience
   * @param lifetime of the tokens for a service
   */
  TokenExchangeGrant(
      JwtIssuer issuer,
      JwtCheck subjects,
      IamPrincipals principals,
      Map<String, String> scopes,
      Duration lifetime) {
    this.issuer = issuer;
    this.subjects = subjects;
    this.principals = principals;
    this.scopes = Map.copyOf(scopes);
    this.lifetime = lifetime;
  }

  Map<String, Object> exchange(Client client, FormBody form) {
    refuseActors(form);
    var wanted = wantedType(form);
    var subject = subject(form);
    var audience = audience(form);
    var scope = scope(form, audience);
    var token =
        issuer.issue(
            subject.getSubject(),
            audience,
            lifetime,
            claims -> claims.claim("client_id", client.id()).claim("scope", scope));
    return Map.of(
        "access_token", token,
        "issued_token_type", wanted,
        "token_type", "Bearer",
        "expires_in", lifetime.toSeconds(),
        "scope", scope);
  }

  private static void refuseActors(FormBody form) {
    if (form.one("actor_token").isPresent() || form.one("actor_token_type").isPresent()) {
      throw OAuthError.invalidRequest("nobody can act for somebody else here");
    }
  }

  private static String wantedType(FormBody form) {
    var wanted = form.one("requested_token_type").orElse(ACCESS_TOKEN);
    return checkedType(wanted, "only access tokens are issued");
  }

  private static String checkedType(String type, String otherwise) {
    return switch (type) {
      case ACCESS_TOKEN, JWT -> type;
      default -> throw OAuthError.invalidRequest(otherwise);
    };
  }

  /** RFC 8693 §2.2.2: a subject token that is not accepted is an invalid request. */
  private JWTClaimsSet subject(FormBody form) {
    var token = form.required("subject_token");
    var _ =
        checkedType(form.required("subject_token_type"), "subject_token_type is not known here");
    return switch (subjects.check(token)) {
      case JwtCheck.Checked.Good(var claims) when principals.active(claims.getSubject()) -> claims;
      case JwtCheck.Checked.Good(_) ->
          throw OAuthError.invalidRequest("subject_token is of somebody who is disabled");
      case JwtCheck.Checked.Bad(var why) ->
          throw OAuthError.invalidRequest("subject_token is " + why);
    };
  }

  private String audience(FormBody form) {
    if (!form.all("resource").isEmpty()) {
      throw OAuthError.of("invalid_target", "targets are named by audience here");
    }
    var audiences = form.all("audience");
    if (audiences.isEmpty()) {
      throw OAuthError.invalidRequest("audience is missing");
    }
    if (audiences.size() > 1 || !scopes.containsKey(audiences.getFirst())) {
      throw OAuthError.of("invalid_target", "one audience that is known here must be named");
    }
    return audiences.getFirst();
  }

  private String scope(FormBody form, String audience) {
    var granted = Optional.ofNullable(scopes.get(audience)).orElseThrow();
    if (!Set.of(granted).containsAll(form.scope())) {
      throw OAuthError.of("invalid_scope", "the only scope of this audience is " + granted);
    }
    return granted;
  }
}
