package dev.cartographer.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where a request may go: https, or http to this very machine. It comes from the operator's
 * configuration and from nowhere else.
 */
public record HttpEndpoint(URI uri) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.(0|[1-9][0-9]{0,2})){3}|\\[::1]");

  /**
   * Takes the address as it is; nothing is normalised.
   *
   * @throws IllegalArgumentException when a credential must not be sent there; the configuration is
   *     at fault. The message doesn't repeat the address, which may be a secret itself
   */
  public HttpEndpoint {
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("an endpoint is an absolute URL with a host");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("an endpoint must not carry a user or a password");
    }
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException("an endpoint has no fragment");
    }
    if (!"https".equals(uri.getScheme()) && !isLocal(uri)) {
      throw new IllegalArgumentException(
          "an endpoint is https://…, or http:// to 127.0.0.0/8, [::1] or localhost");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("an endpoint's port is 1 to 65535");
    }
  }

  /**
   * The endpoint written as text.
   *
   * @throws IllegalArgumentException as the constructor, and when it is no URL
   */
  public static HttpEndpoint of(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException quotesTheText) {
      throw new IllegalArgumentException("an endpoint is a URL");
    }
    return new HttpEndpoint(uri);
  }

  /**
   * A place below it.
   *
   * @param path begins with {@code /}, escaped, with a query if need be
   */
  public HttpEndpoint at(String path) {
    var base = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    return of((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
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
