package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with the one that is checked in. With {@code -Dgolden=write} the text is written
 * there instead, to be read by a person before it is committed.
 */
final class Golden {
  private Golden() {}

  static void assertSame(String text, Path file) throws IOException {
    if ("write".equals(System.getProperty("golden"))) {
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text);
    }
    assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
  }

  /** A file of the test resources of this package. */
  static Path file(String name) {
    return Path.of("src/test/resources/dev/cartographer/cli", name);
  }
}
