package dev.cartographer.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 256 KiB in memory, where this process may mount one. */
final class SmallDisk implements AutoCloseable {
  private final Path at;
  private final boolean mounted;

  private SmallDisk(Path at, boolean mounted) {
    this.at = at;
    this.mounted = mounted;
  }

  static SmallDisk mountedAt(Path directory) {
    return new SmallDisk(
        directory, run("mount", "-t", "tmpfs", "-o", "size=256k", "none", directory.toString()));
  }

  boolean isMounted() {
    return mounted;
  }

  void fill() throws IOException {
    try (var filler = Files.newOutputStream(at.resolve("filler"))) {
      var page = new byte[4096];
      while (true) {
        filler.write(page);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
  }

  void drain() throws IOException {
    Files.delete(at.resolve("filler"));
  }

  void makeReadOnly() throws IOException {
    if (!run("mount", "-o", "remount,ro", at.toString())) {
      throw new IOException("could not be made read-only");
    }
  }

  @Override
  public void close() {
    if (mounted) {
      run("umount", at.toString());
    }
  }

  private static boolean run(String... command) {
    try {
      var nowhere = ProcessBuilder.Redirect.DISCARD;
      var process =
          new ProcessBuilder(command).redirectOutput(nowhere).redirectError(nowhere).start();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
