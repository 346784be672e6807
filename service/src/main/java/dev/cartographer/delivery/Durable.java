package dev.cartographer.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that survive a power cut, readable for their owner and group alone where the file system
 * knows owners and groups.
 */
final class Durable {
  private static final String DIRECTORY = "rwxr-x---";
  private static final String FILE = "rw-r-----";
  private static final String GROUP = "rw-rw----";
  private static final String OWNER = "rw-------";

  private Durable() {}

  static void write(Path file, byte[] bytes) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      mode(file, FILE);
      for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** For a directory that the group writes too. */
  static void sharedMode(Path directory) throws IOException {
    mode(directory, "rwxrwx---");
  }

  /** Makes an empty file, unless it is there, that the group may write. */
  static void forGroup(Path file) throws IOException {
    try {
      Files.createFile(file);
      mode(file, GROUP);
    } catch (FileAlreadyExistsException _) {
      // It may hold what the group has written.
    }
  }

  static void directoryMode(Path directory) throws IOException {
    mode(directory, DIRECTORY);
  }

  /**
   * Changes nothing of the files in a directory but when they changed last. Whoever watches a file
   * itself, as the OpenTelemetry Collector does, and not the links that lead to it, hears of no
   * rename: it hears of this, and opens the name again.
   */
  static void stirQuietly(Path directory) {
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        mode(file, FILE);
      }
    } catch (IOException _) {
      // Somebody removed it, which such a watcher hears as well.
    }
  }

  /** For a lock: whoever may read a file may hold a shared lock on it, and keep us out. */
  static void ownerMode(Path file) throws IOException {
    mode(file, OWNER);
  }

  /** Set after the fact: the process's umask would cut what is asked for at creation. */
  private static void mode(Path path, String mode) throws IOException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(mode));
    }
  }

  /** Makes the names in a directory last, where the file system lets a directory be opened. */
  static void force(Path directory) throws IOException {
    if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) == null) {
      return;
    }
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes a file, a link, or a directory of files. */
  static void remove(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (var entries = Files.newDirectoryStream(path)) {
        for (var entry : entries) {
          Files.deleteIfExists(entry);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  /** For the way out of a failure, which is the one to be told. */
  static void removeQuietly(Path path) {
    try {
      remove(path);
    } catch (IOException _) {
      // The next delivery removes it.
    }
  }
}
