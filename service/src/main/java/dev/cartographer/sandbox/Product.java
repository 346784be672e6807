package dev.cartographer.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real Cartographer, as a process of its own; what it says goes to a file. */
final class Product implements AutoCloseable {
  private static final long SECONDS_TO_END = 15;
  private static final int LAST_LINES = 20;

  private final Process process;
  private final Path log;

  private Product(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Product start(List<String> commandLine, Path log) throws IOException {
    var builder = new ProcessBuilder(commandLine).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    var process = builder.start();
    process.getOutputStream().close();
    return new Product(process, log);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** The last lines of what it said. */
  String lastWords() {
    try {
      var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "its log can't be read: " + e.getMessage();
    }
  }

  /** Asks it to end and waits until it has; after 15 s it is ended. */
  @Override
  public void close() {
    var started = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
