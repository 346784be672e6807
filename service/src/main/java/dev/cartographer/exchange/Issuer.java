package dev.cartographer.exchange;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An authorization server by its issuer identifier (RFC 8414 §2), whose metadata tells its
 * endpoints. It comes from the operator's configuration and is compared letter by letter.
 */
public record Issuer(String identifier, Optional<ClientCertificate> certificate)
    implements Authority {

  /**
   * Takes the identifier as it is; nothing is normalised.
   *
   * @throws IllegalArgumentException when it is none, or its metadata could be forged on the way;
   *     the configuration is at fault
   */
  public Issuer {
    var uri = TokenEndpoint.of(identifier).uri();
    if (uri.getRawQuery() != null) {
      throw new IllegalArgumentException("an issuer has no query (RFC 8414 §2)");
    }
  }

  public Issuer(String identifier) {
    this(identifier, Optional.empty());
  }

  /**
   * Where its metadata may lie, the likelier first: before the path (RFC 8414 §3.1), or after it
   * (OpenID Connect Discovery §4).
   */
  List<TokenEndpoint> wellKnown() {
    var uri = URI.create(identifier);
    var path = uri.getRawPath().replaceFirst("/$", "");
    var root = uri.getScheme() + "://" + uri.getRawAuthority();
    return List.of(
        TokenEndpoint.of(root + "/.well-known/oauth-authorization-server" + path),
        TokenEndpoint.of(root + path + "/.well-known/openid-configuration"));
  }

  @Override
  public String toString() {
    return identifier;
  }
}
