package dev.cartographer.delivery;

import java.util.Optional;

/**
 * A request to an API server.
 *
 * @param target path and query, escaped
 * @param contentType empty without a body
 */
record ApiRequest(String method, String target, String contentType, Optional<String> body) {

  static ApiRequest get(String target) {
    return new ApiRequest("GET", target, "", Optional.empty());
  }

  /** Without the body: there is a token in it. */
  @Override
  public String toString() {
    return method + " " + target;
  }
}
