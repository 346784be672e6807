package dev.cartographer.delivery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The right to write one directory, held against other processes by a lock on its file {@code
 * .lock} and against other threads by a lock of this process. It falls with its process.
 *
 * <p>Threads wait for each other, which takes milliseconds. Another process is not waited for: it
 * may be stopped, and a thread that waits in the operating system can't be called back.
 */
final class DirectoryLock implements AutoCloseable {
  static final String FILE = ".lock";

  /** A file lock belongs to the whole Java process, so the locks between its threads do too. */
  private static final ReentrantLock[] THREADS =
      IntStream.range(0, 256).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  private final ReentrantLock threads;
  private final FileChannel file;
  private final @Nullable FileLock processes;

  private DirectoryLock(ReentrantLock threads, FileChannel file, @Nullable FileLock processes) {
    this.threads = threads;
    this.file = file;
    this.processes = processes;
  }

  static DirectoryLock of(Path directory) throws IOException {
    var threads = THREADS[Math.floorMod(directory.toAbsolutePath().hashCode(), THREADS.length)];
    threads.lock();
    try {
      return ofProcess(threads, directory.resolve(FILE));
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  private static DirectoryLock ofProcess(ReentrantLock threads, Path path) throws IOException {
    var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      Durable.ownerMode(path);
      return new DirectoryLock(threads, file, file.tryLock());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether no other process holds it. */
  boolean taken() {
    return processes != null;
  }

  /** Closing the file gives the lock on it back. */
  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      threads.unlock();
    }
  }
}
