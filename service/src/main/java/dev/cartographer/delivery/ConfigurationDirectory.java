package dev.cartographer.delivery;

import dev.cartographer.agent.Configuration;
import dev.cartographer.fleet.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The directory of one agent's configuration, beside that of its token: {@code logs-agent} or
 * {@code metrics-agent}. Below it lies {@code status}, where the companion may write what was
 * refused.
 */
final class ConfigurationDirectory {
  private static final long LONGEST_FILE = 1024 * 1024;
  private static final int LONGEST_STATUS = 100;

  private final VersionedDirectory directory;

  ConfigurationDirectory(Path cluster, Signal signal) {
    this.directory = new VersionedDirectory(cluster, signal.word() + "-agent");
  }

  Path path() {
    return directory.path();
  }

  /** Makes the directory and that of the status, which the group may write. */
  void make() throws IOException {
    directory.make();
    if (!Files.isDirectory(status(), LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(status());
      Durable.sharedMode(status());
    }
  }

  /** The files of the version that counts; one that is none of ours to write reads as gone. */
  Map<String, String> files() throws IOException {
    var version = directory.version();
    var files = new TreeMap<String, String>();
    if (version.isEmpty()) {
      return files;
    }
    try (var entries = Files.newDirectoryStream(version.get())) {
      for (var entry : entries) {
        var name = version.get().relativize(entry).toString();
        if (directory.linked(name) && Files.size(entry) <= LONGEST_FILE) {
          files.put(name, new String(Files.readAllBytes(entry), StandardCharsets.UTF_8));
        }
      }
    } catch (NoSuchFileException e) {
      return Map.of();
    }
    return files;
  }

  /** What the companion says was refused: foreign, short, and only ever compared. */
  Optional<String> refused() throws IOException {
    var file = status().resolve("refused");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > LONGEST_STATUS) {
      return Optional.empty();
    }
    return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
  }

  /** Puts the files in the place of those that are there. Under the lock only. */
  void put(Configuration wanted, Map<String, String> files) throws IOException {
    var bytes = new TreeMap<String, byte[]>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    directory.put(wanted.hash(), bytes);
  }

  /** Takes it away, where there is one. Under the lock only. */
  void remove() throws IOException {
    Files.deleteIfExists(status().resolve("refused"));
    Files.deleteIfExists(status());
    directory.remove();
  }

  boolean isThere() {
    return directory.isThere();
  }

  private Path status() {
    return path().resolve("status");
  }
}
