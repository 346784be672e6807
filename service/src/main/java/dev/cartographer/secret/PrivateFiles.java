package dev.cartographer.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.function.Supplier;

/** Files and directories that only this user may read. */
public final class PrivateFiles {
  private static final String DIRECTORY = "rwx------";
  private static final String FILE = "rw-------";

  private PrivateFiles() {}

  /** Makes the directory, and its parents, if it isn't there. */
  public static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(DIRECTORY)));
    }
  }

  /** The secret in a file; made, written whole and with mode 600, when it isn't there. */
  public static SecretText readOrMake(Path file, Supplier<SecretText> made) throws IOException {
    if (!Files.exists(file)) {
      var draft = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(draft);
      Files.createFile(
          draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE)));
      Files.writeString(draft, made.get().reveal(), StandardOpenOption.SYNC);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return new SecretText(Files.readString(file).strip());
  }

  /** Removes a directory with all that is in it. */
  public static void deleteTree(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
