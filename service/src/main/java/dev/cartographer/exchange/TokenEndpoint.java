package dev.cartographer.exchange;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a token endpoint (RFC 6749 §3.2), or of another to which a credential is sent:
 * https, or http to this very machine. It comes from the operator's configuration, or from the
 * metadata of an issuer named there, and from nowhere else.
 */
public record TokenEndpoint(URI uri, Optional<ClientCertificate> certificate) implements Authority {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.(0|[1-9][0-9]{0,2})){3}|\\[::1]");

  /**
   * Takes the address as it is; nothing is normalised.
   *
   * @throws IllegalArgumentException when a credential must not be sent there; the configuration is
   *     at fault
   */
  public TokenEndpoint {
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("an endpoint is an absolute URL with a host");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("an endpoint must not carry a user or a password");
    }
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException("an endpoint has no fragment (RFC 6749 §3.2)");
    }
    if (!"https".equals(uri.getScheme()) && !isLocal(uri)) {
      throw new IllegalArgumentException(
          "an endpoint is https://…, or http:// to 127.0.0.0/8, [::1] or localhost: " + uri);
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("an endpoint's port is 1 to 65535: " + uri);
    }
  }

  public TokenEndpoint(URI uri) {
    this(uri, Optional.empty());
  }

  /** The endpoint written as text. */
  public static TokenEndpoint of(String text) {
    return new TokenEndpoint(URI.create(text));
  }

  private static boolean isLocal(URI uri) {
    return "http".equals(uri.getScheme()) && LOOPBACK.matcher(uri.getHost()).matches();
  }

  boolean secure() {
    return "https".equals(uri.getScheme());
  }

  int port() {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return secure() ? 443 : 80;
  }

  /** Path and query, as the request line has them. */
  String target() {
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** Where it is, without the query. */
  @Override
  public String toString() {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
