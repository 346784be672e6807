package dev.cartographer.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * As what this process runs.
 *
 * @param configuration a hash, which tells one configuration from another and not what stands in it
 */
record RunningAs(String version, String configuration) {
  private static final int SHOWN = 12;

  /** Of this machine, and not of what Cartographer does; the database's URL may hold a password. */
  private static final List<String> LEFT_OUT =
      List.of(
          "cartographer.data",
          "cartographer.http.",
          "cartographer.management.",
          "cartographer.database.");

  static RunningAs of(Config config) {
    var version = config.getOptionalValue("quarkus.application.version", String.class);
    var text =
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
            .filter(name -> name.startsWith("cartographer."))
            .filter(name -> LEFT_OUT.stream().noneMatch(name::startsWith))
            .sorted()
            .distinct()
            .map(name -> name + "=" + config.getConfigValue(name).getValue())
            .collect(Collectors.joining("\n"));
    return new RunningAs(version.orElse("unknown"), sha256(text).substring(0, SHOWN));
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
