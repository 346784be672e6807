package dev.cartographer.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a token request (RFC 6749 §3.2). One without a value counts as left out, an
 * unknown one is ignored, and none may be given twice but those in {@link #REPEATABLE}.
 */
final class FormBody {
  /** RFC 8693 §2.1. */
  private static final Set<String> REPEATABLE = Set.of("audience", "resource");

  private final Map<String, List<String>> parameters;

  private FormBody(Map<String, List<String>> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads the form.
   *
   * @throws OAuthError {@code invalid_request} when it is none, or a parameter is given twice
   */
  static FormBody in(Asked asked) {
    if (!asked.mediaType().equals("application/x-www-form-urlencoded")) {
      throw OAuthError.invalidRequest("parameters are sent as application/x-www-form-urlencoded");
    }
    if (!asked.query().isEmpty()) {
      throw OAuthError.invalidRequest("parameters are not sent in the URL");
    }
    return new FormBody(parsed(asked.body()));
  }

  private static Map<String, List<String>> parsed(String body) {
    var parameters = new HashMap<String, List<String>>();
    for (var pair : body.split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        var name = decoded(pair.substring(0, equals));
        parameters
            .computeIfAbsent(name, _ -> new ArrayList<>())
            .add(decoded(pair.substring(equals + 1)));
      }
    }
    parameters.forEach(FormBody::refuseTwice);
    parameters.values().forEach(values -> values.removeIf(String::isEmpty));
    return parameters;
  }

  private static void refuseTwice(String name, List<String> values) {
    if (values.size() > 1 && !REPEATABLE.contains(name)) {
      throw OAuthError.invalidRequest("a parameter is given twice");
    }
  }

  /**
   * One name or value, decoded.
   *
   * @throws OAuthError {@code invalid_request} when a percent sign is followed by no number
   */
  static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw OAuthError.invalidRequest("the form is not well encoded");
    }
  }

  List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  Optional<String> one(String name) {
    return all(name).stream().findFirst();
  }

  /** The value of a parameter that must be there. */
  String required(String name) {
    return one(name).orElseThrow(() -> OAuthError.invalidRequest(name + " is missing"));
  }

  /** The words of {@code scope} (RFC 6749 §3.3); none when it is left out. */
  Set<String> scope() {
    return one("scope").map(words -> Set.of(words.strip().split(" +"))).orElse(Set.of());
  }
}
