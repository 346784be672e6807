package dev.cartographer.evidence;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An address that the operator has configured: https, or http to this very machine. No text of an
 * alert, a page or a feed ever becomes one.
 */
public record WebAddress(URI uri) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.(0|[1-9][0-9]{0,2})){3}|\\[::1]");

  /**
   * Takes the address as it is; nothing is normalised.
   *
   * @throws IllegalArgumentException when it is none that is asked; the configuration is at fault
   */
  public WebAddress {
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the address is an absolute URL without user, password and fragment");
    }
    var local = "http".equals(uri.getScheme()) && LOOPBACK.matcher(uri.getHost()).matches();
    if (!"https".equals(uri.getScheme()) && !local) {
      throw new IllegalArgumentException(
          "the address is https://…, or http:// to 127.0.0.0/8, [::1] or localhost: " + uri);
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("the port is 1 to 65535: " + uri);
    }
  }

  /** The address written as text. */
  public static WebAddress of(String text) {
    return new WebAddress(URI.create(text));
  }

  /** The same server at another path below this one, with a query. */
  WebAddress at(String path, Map<String, String> query) {
    var base = uri.toString().replaceFirst("/+$", "");
    return of(
        query.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", base + path + (query.isEmpty() ? "" : "?"), "")));
  }

  boolean secure() {
    return "https".equals(uri.getScheme());
  }

  /** The host as the resolver takes it. */
  String host() {
    return uri.getHost().replaceAll("[\\[\\]]", "");
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
