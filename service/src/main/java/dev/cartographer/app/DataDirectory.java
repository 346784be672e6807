package dev.cartographer.app;

import dev.cartographer.secret.Passwords;
import dev.cartographer.secret.PrivateFiles;
import dev.cartographer.secret.SecretText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory of one running server: private to its user and locked, so that no second server
 * works on it. The lock falls with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;

  private DataDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Makes and locks the directory.
   *
   * @throws StartFailure when it can't be written or another server holds it
   */
  public static DataDirectory open(Path root) {
    try {
      PrivateFiles.makeDirectory(root);
      return lock(root);
    } catch (IOException e) {
      throw new StartFailure(
          "The data directory "
              + root.toAbsolutePath()
              + " can't be used: "
              + e
              + ". Choose another with --data, or mend its owner, mode or disk.",
          e);
    }
  }

  private static DataDirectory lock(Path root) throws IOException {
    var channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new StartFailure(
          "Another Cartographer already works on the data directory "
              + root.toAbsolutePath()
              + ". Stop it, or choose another directory with --data.");
    }
    return new DataDirectory(root, channel);
  }

  public Path root() {
    return root;
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path postgres() {
    return root.resolve("postgres");
  }

  /** The bearer token of the API: made at the first start, read by the client from here. */
  public SecretText apiToken() {
    try {
      return PrivateFiles.readOrMake(root.resolve("api-token"), Passwords::random);
    } catch (IOException e) {
      throw new StartFailure("The API token in " + root + " can't be read or made: " + e, e);
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
