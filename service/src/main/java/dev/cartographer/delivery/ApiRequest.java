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

  /** Creates an object in our name. */
  static ApiRequest create(String collection, String manifest) {
    return new ApiRequest(
        "POST",
        collection + "?fieldManager=cartographer",
        "application/json",
        Optional.of(manifest));
  }

  /**
   * Applies what is ours of an object. The resource version in the manifest is the lock; {@code
   * force} is about single fields.
   */
  static ApiRequest apply(String path, String manifest) {
    return new ApiRequest(
        "PATCH",
        path + "?fieldManager=cartographer&force=true",
        "application/apply-patch+yaml",
        Optional.of(manifest));
  }

  /** Merges what is ours into an object (RFC 7396): a null takes a field away, whoever made it. */
  static ApiRequest merge(String path, String patch) {
    return new ApiRequest(
        "PATCH",
        path + "?fieldManager=cartographer",
        "application/merge-patch+json",
        Optional.of(patch));
  }

  /** Without the body: there is a token in it. */
  @Override
  public String toString() {
    return method + " " + target;
  }
}
