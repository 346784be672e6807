package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files are: the repository, and a place for what a run leaves behind. */
final class Repository {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();

  private Repository() {}

  static Path root() {
    return ROOT;
  }

  static Path file(String name) {
    return ROOT.resolve(name);
  }

  /** A directory for one purpose; it stays after the run, so that its logs can be read. */
  static Path scratch(String name) {
    try {
      return Files.createDirectories(ROOT.resolve("e2e/target/real").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, empty. */
  static Path emptied(String name) {
    try {
      var directory = ROOT.resolve("e2e/target/real").resolve(name);
      if (Files.exists(directory)) {
        try (var below = Files.walk(directory)) {
          for (var path : below.toList().reversed()) {
            Files.delete(path);
          }
        }
      }
      return scratch(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
