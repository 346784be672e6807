package dev.cartographer.sandbox;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An IAM on this machine. {@code /token} speaks OAuth: client credentials (RFC 6749 §4.4) and token
 * exchange (RFC 8693); {@code /identity/token} speaks IBM Cloud IAM's API key grant; {@code /keys}
 * is the public key with which its tokens are checked (RFC 7517).
 */
public final class SandboxIam implements AutoCloseable {
  private static final String NAME = "https://iam.sandbox.invalid";

  private final IamPrincipals principals = new IamPrincipals();
  private final JwtIssuer issuer;
  private final SandboxServer server;

  /**
   * How an IAM is set up.
   *
   * @param tokens how long its own tokens live
   * @param serviceTokens how long the tokens live that it exchanges them for
   * @param scopes the services it issues tokens for, by audience, each with its one scope
   */
  public record Settings(Duration tokens, Duration serviceTokens, Map<String, String> scopes) {}

  private SandboxIam(Settings settings, Clock clock) {
    this.issuer = new JwtIssuer(NAME, clock);
    var issue = new IamTokenIssue(issuer, settings.tokens());
    var subjects = new JwtCheck(List.of(issuer.trusted()), IamTokenIssue.AUDIENCE, clock);
    var exchange =
        new TokenExchangeGrant(
            issuer, subjects, principals, settings.scopes(), settings.serviceTokens());
    var oauth = new OAuthEndpoint(new ClientAuthentication(principals), issue, exchange);
    var apiKeys = new ApiKeyEndpoint(principals, issue, clock);
    this.server =
        SandboxServer.start(
            Map.of(
                "/token", oauth::answer,
                "/identity/token", apiKeys::answer,
                "/keys", _ -> keys()));
  }

  /** Starts an IAM that knows nobody yet. */
  public static SandboxIam start(Settings settings, Clock clock) {
    return new SandboxIam(settings, clock);
  }

  private Reply keys() {
    return Reply.json(200, new JWKSet(issuer.trusted().key()).toJSONObject());
  }

  public IamPrincipals principals() {
    return principals;
  }

  /** Its name and public key, for whoever checks its tokens. */
  public TrustedIssuer trusted() {
    return issuer.trusted();
  }

  /** Where OAuth is spoken. */
  public URI tokenEndpoint() {
    return server.at("/token");
  }

  /** Where the API key grant is spoken. */
  public URI identityEndpoint() {
    return server.at("/identity/token");
  }

  /** To break and to heal. */
  public SandboxServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
