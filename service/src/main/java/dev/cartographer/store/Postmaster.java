package dev.cartographer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server process that outlived the process which started it.
 *
 * @param process runs on the data directory
 */
record Postmaster(ProcessHandle process) {
  private static final long PATIENCE_SECONDS = 20;

  /** The server named in the directory's pid file, if that process is alive and a postgres. */
  static Optional<Postmaster> leftBehindIn(Path data) throws IOException {
    var pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(pidFile);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(Postmaster::isPostgres)
        .map(Postmaster::new);
  }

  /** The pid may have been given to another program since. */
  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(c -> c.endsWith("/postgres")).isPresent();
  }

  /** Asks it to shut down, which loses nothing, and ends it by force when it doesn't. */
  void stop() {
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException("can't wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
