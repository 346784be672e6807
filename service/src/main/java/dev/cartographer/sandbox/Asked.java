package dev.cartographer.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One request, read to its end.
 *
 * @param path without the query
 * @param query what stands after the question mark; empty without one
 */
record Asked(String method, String path, String query, Headers headers, String body) {
  private static final int LONGEST_BODY = 1024 * 1024;

  /** Reads the request; empty when its body is longer than 1 MiB. */
  static Optional<Asked> in(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    if (body.length > LONGEST_BODY) {
      return Optional.empty();
    }
    var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    return Optional.of(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query,
            exchange.getRequestHeaders(),
            new String(body, StandardCharsets.UTF_8)));
  }

  List<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).orElse(List.of());
  }

  /** The media type of the body, without its parameters; empty when none is named. */
  String mediaType() {
    return header("Content-Type").stream()
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("");
  }

  /** The token of {@code Authorization: Bearer} (RFC 6750 §2.1); empty without exactly one. */
  Optional<String> bearer() {
    var given = header("Authorization");
    if (given.size() != 1 || !given.getFirst().regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    return Optional.of(given.getFirst().substring(7).strip());
  }
}
