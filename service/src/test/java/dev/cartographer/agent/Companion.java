package dev.cartographer.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The companion as a process of {@code sh}, with its directories below one, and in a hurry. */
final class Companion implements AutoCloseable {
  private final Process process;
  private final BufferedReader log;
  private final List<String> said = new ArrayList<>();

  /** Starts it on what is there already. */
  Companion(Path directory, Map<String, String> settings, String... arguments) {
    try {
      var script = Files.writeString(directory.resolve("companion.sh"), AgentTexts.companion());
      var builder = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
      builder.command().addAll(List.of(arguments));
      builder
          .environment()
          .putAll(
              Map.of(
                  "CARTOGRAPHER_CONFIG", directory.resolve("config").toString(),
                  "CARTOGRAPHER_TOKENS", directory.resolve("tokens").toString(),
                  "CARTOGRAPHER_STATE", directory.resolve("state").toString(),
                  "CARTOGRAPHER_INTERVAL", "0.02",
                  "CARTOGRAPHER_BACKOFF", "0.02 0.03",
                  "CARTOGRAPHER_TIMEOUT", "0.5",
                  "CARTOGRAPHER_LOOKS", "3"));
      builder.environment().putAll(settings);
      process = builder.start();
      log = process.inputReader(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line with these words, without its time; those before it are passed over. */
  String saysNext(String words) {
    try {
      for (var line = log.readLine(); line != null; line = log.readLine()) {
        said.add(line);
        if (line.contains(words)) {
          return line.substring(line.indexOf("companion: ") + "companion: ".length());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("it ended without saying \"" + words + "\", but: " + said);
  }

  /** Every line read so far. */
  List<String> said() {
    return List.copyOf(said);
  }

  /** How it ended by itself. */
  int exit() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the companion ran", e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    exit();
  }
}
