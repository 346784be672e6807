package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Cartographer delivered into files for one cluster and signal.
 *
 * @param directory of the cluster
 */
record Delivered(Path directory, String signal) {

  Path token() {
    return directory.resolve(signal).resolve("token");
  }

  /** The directory of the agent's configuration. */
  Path configuration() {
    return directory.resolve(signal + "-agent");
  }

  boolean complete() {
    return Files.exists(token()) && Files.exists(configuration().resolve("configuration"));
  }

  /** The generation that the note beside the token tells. */
  long generation() {
    return Http.json(text(token().resolveSibling("note.json"))).path("generation").asLong();
  }

  /**
   * A file of the configuration, with the places that are fixed in it moved to where they are here.
   *
   * @param scrape instead of {@code /etc/cartographer/scrape}
   */
  String moved(String file, Path scrape) {
    return text(configuration().resolve(file))
        .replace("/var/run/cartographer/" + signal + "/token", token().toString())
        .replace("/etc/cartographer/scrape", scrape.toString());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
