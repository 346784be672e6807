package dev.cartographer.agent;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an agent sends to: https, or http to its own machine. Made of nothing that means anything
 * in a configuration, so that a password can't stand in it, nor a name to fill in.
 */
public record IngestUrl(URI uri) {
  private static final Pattern PLAIN =
      Pattern.compile(
          "https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?(/[a-zA-Z0-9._~/-]*)?(\\?[a-zA-Z0-9._~=&-]*)?");

  private static final Set<String> OWN_MACHINE = Set.of("127.0.0.1", "localhost");

  /**
   * Takes the address as it is.
   *
   * @throws IllegalArgumentException when it is no such address; whoever wrote it is at fault
   */
  public IngestUrl {
    if (!PLAIN.matcher(uri.toString()).matches()) {
      throw new IllegalArgumentException(
          "an agent's endpoint is https://HOST[:PORT]/PATH[?QUERY] of letters, digits and the"
              + " characters . _ ~ - = & and /, not "
              + uri);
    }
    if (uri.getScheme().equals("http") && !OWN_MACHINE.contains(uri.getHost())) {
      throw new IllegalArgumentException(
          "a token goes over https, or over http to 127.0.0.1, not to " + uri);
    }
  }

  String host() {
    return uri.getHost();
  }

  int port() {
    return uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
  }

  boolean secure() {
    return uri.getScheme().equals("https");
  }

  /** Path and query, at least a slash. */
  String path() {
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
