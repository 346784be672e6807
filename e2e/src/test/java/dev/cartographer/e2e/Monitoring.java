package dev.cartographer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The programs of Prometheus and Alertmanager. */
record Monitoring(Path prometheus, Path alertmanager) {

  /** What a program said, and how it ended. */
  record Said(int exit, String all) {}

  /** Finds them, or ends the running test when this machine has none. */
  static Monitoring found() {
    return new Monitoring(found("prometheus"), found("alertmanager"));
  }

  private static Path found(String name) {
    return switch (Part.named(name)) {
      case Part.Found(var program) -> program;
      case Part.Missing missing -> throw Skipping.because(missing.sentence());
    };
  }

  /** Checks or tests what Prometheus is told. */
  Said promtool(Path directory, List<String> arguments) {
    return run(prometheus.resolveSibling("promtool"), directory, arguments);
  }

  /** The same, with a file as its standard input. */
  Said promtool(Path directory, List<String> arguments, Path input) {
    return run(prometheus.resolveSibling("promtool"), directory, arguments, input);
  }

  /** Checks what Alertmanager is told. */
  Said amtool(Path directory, List<String> arguments) {
    return run(alertmanager.resolveSibling("amtool"), directory, arguments);
  }

  private static Said run(Path program, Path directory, List<String> arguments) {
    return run(program, directory, arguments, Path.of("/dev/null"));
  }

  private static Said run(Path program, Path directory, List<String> arguments, Path input) {
    try {
      var builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
      builder.command().addAll(arguments);
      builder.directory(directory.toFile()).redirectInput(input.toFile());
      var process = builder.start();
      var all = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Said(process.waitFor(), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for " + program, e);
    }
  }
}
