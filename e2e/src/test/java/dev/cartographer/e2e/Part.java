package dev.cartographer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real server's program, as the script of that name below {@code parts} found or made it. */
sealed interface Part {

  /**
   * It is here.
   *
   * @param path what the script printed: a program, or a server's home directory
   */
  record Found(Path path) implements Part {}

  /**
   * It can't be had on this machine.
   *
   * @param why the script's last words
   */
  record Missing(String name, String why) implements Part {
    String sentence() {
      return "there is no " + name + ": " + why;
    }
  }

  static Part named(String name) {
    try {
      var script =
          new ProcessBuilder(Repository.file("e2e/parts/" + name).toString())
              .redirectError(Repository.scratch("parts").resolve(name + ".log").toFile());
      script.environment().put("JAVA_HOME", System.getProperty("java.home"));
      var process = script.start();
      var printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.waitFor() == 0
          ? new Found(Path.of(printed))
          : new Missing(name, lastWords(Repository.scratch("parts").resolve(name + ".log")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while looking for " + name, e);
    }
  }

  private static String lastWords(Path log) throws IOException {
    var lines = Files.readString(log).strip().lines().toList();
    return lines.isEmpty() ? "its script says nothing" : lines.getLast();
  }
}
