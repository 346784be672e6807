package dev.cartographer.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Paths of the API. */
final class Paths {
  private Paths() {}

  /** The path of these parts, each encoded so that a name can't lead elsewhere. */
  static String of(String... parts) {
    return Arrays.stream(parts)
        .map(p -> URLEncoder.encode(p, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/", "/api/v1/", ""));
  }
}
