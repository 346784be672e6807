package dev.cartographer.delivery;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A directory laid out as Kubernetes lays out a mounted Secret or ConfigMap: each file is a link
 * through {@code ..data}, a link to the version that counts.
 *
 * <p>A new version is written whole and forced to disk; then {@code ..data} is replaced by rename.
 * So all files change in one step, and a reader finds the old ones or the new ones. The version
 * before stays until the next change, for a reader that is just opening it.
 */
final class VersionedDirectory {
  private static final String DATA = "..data";
  private static final String VERSION = "..gen-";

  private final Path parent;
  private final Path path;

  /**
   * A directory that need not be there yet.
   *
   * @param parent the cluster's own directory, below the root
   */
  VersionedDirectory(Path parent, String name) {
    this.parent = parent;
    this.path = parent.resolve(name);
  }

  Path path() {
    return path;
  }

  /** Makes the directory and its parent, where they are not there; the root must be. */
  void make() throws IOException {
    for (var directory : List.of(parent, path)) {
      try {
        Files.createDirectory(directory);
        Durable.directoryMode(directory);
      } catch (FileAlreadyExistsException e) {
        // Not through a link: nobody but the operator, who owns the root, says where tokens go.
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
          throw new FileSystemException(directory.toString(), null, "Not a directory");
        }
      }
    }
  }

  /** Whether there is a directory; not through a link. */
  boolean isThere() {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The version that counts, by the link alone; it may be gone. */
  Optional<Path> version() throws IOException {
    var link = path.resolve(DATA);
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    var name = Files.readSymbolicLink(link);
    return name.getNameCount() == 1 && name.toString().startsWith(VERSION)
        ? Optional.of(path.resolve(name))
        : Optional.empty();
  }

  /** Whether the name leads to the version that counts. */
  boolean linked(String name) throws IOException {
    var link = path.resolve(name);
    return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(Path.of(DATA, name));
  }

  /**
   * Writes all files and switches to them. Under the lock only.
   *
   * @param version goes into the name of their directory
   */
  void put(String version, Map<String, byte[]> files) throws IOException {
    var present = version();
    removeAllBut(present);
    var next = Files.createTempDirectory(path, VERSION + version + "-");
    try {
      Durable.directoryMode(next);
      for (var file : files.entrySet()) {
        Durable.write(next.resolve(file.getKey()), file.getValue());
      }
      Durable.force(next);
      Durable.force(path);
      link(DATA, next.getFileName());
    } catch (IOException | RuntimeException e) {
      Durable.removeQuietly(next);
      throw e;
    }
    removeLinksBut(files.keySet());
    for (var name : files.keySet()) {
      if (!linked(name)) {
        link(name, Path.of(DATA, name));
      }
    }
    Durable.force(path);
    present.ifPresent(Durable::stirQuietly);
  }

  /**
   * Takes away all that Cartographer put there, and the directories unless somebody else has put
   * something into them. Under the lock only.
   */
  void remove() throws IOException {
    removeLinksBut(Set.of());
    removeAllBut(Optional.empty());
    Files.deleteIfExists(path.resolve(DATA));
    Files.deleteIfExists(path.resolve(DirectoryLock.FILE));
    removeIfEmpty(path);
    removeIfEmpty(parent);
  }

  private static void removeIfEmpty(Path directory) throws IOException {
    try {
      Files.delete(directory);
    } catch (DirectoryNotEmptyException _) {
      // Somebody else's: it stays.
    }
  }

  /** Puts a link in the place of whatever has the name, in one step. */
  private void link(String name, Path target) throws IOException {
    var fresh = path.resolve("..new-" + name);
    Files.deleteIfExists(fresh);
    try {
      Files.createSymbolicLink(fresh, target);
    } catch (UnsupportedOperationException e) {
      throw new FileSystemException(fresh.toString(), null, "The file system knows no links");
    }
    Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void removeLinksBut(Set<String> names) throws IOException {
    try (var entries = Files.newDirectoryStream(path)) {
      for (var entry : entries) {
        var name = path.relativize(entry).toString();
        if (!names.contains(name) && linked(name)) {
          Files.delete(entry);
        }
      }
    }
  }

  /** Old versions, and what a crash has left. */
  private void removeAllBut(Optional<Path> present) throws IOException {
    try (var entries = Files.newDirectoryStream(path, "..*")) {
      for (var entry : entries) {
        if (!entry.endsWith(DATA) && !Optional.of(entry).equals(present)) {
          Durable.remove(entry);
        }
      }
    }
  }
}
