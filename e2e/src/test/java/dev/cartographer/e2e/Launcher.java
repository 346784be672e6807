package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the product's one command as a person would, and waits for its end. */
final class Launcher {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Launcher() {}

  /** What a command said, and how it ended. */
  record Said(int exit, String out, String err) {
    String all() {
      return out + err;
    }
  }

  static String program() {
    return Repository.file("cartographer").toString();
  }

  static Said run(Path directory, String... arguments) {
    return run(directory, Map.of(), PATIENCE, arguments);
  }

  /**
   * Runs one command.
   *
   * @param directory where it works
   * @throws AssertionError when it does not end in time; it is ended then
   */
  static Said run(
      Path directory, Map<String, String> environment, Duration patience, String... arguments) {
    try {
      var out = Files.createTempFile(directory, "said", ".out");
      var err = Files.createTempFile(directory, "said", ".err");
      var command = new ArrayList<>(List.of(program()));
      command.addAll(List.of(arguments));
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().putAll(environment);
      builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
      var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      var exit = exit(process, command, patience);
      var said = new Said(exit, Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exit(Process process, List<String> command, Duration patience) {
    try (var _ = ended(process)) {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end in " + patience.toSeconds() + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  /** Nothing of it stays when the wait is over, one way or the other. */
  private static Ended ended(Process process) {
    return () -> {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    };
  }

  private interface Ended extends AutoCloseable {
    @Override
    void close();
  }
}
