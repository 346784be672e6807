package dev.cartographer.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What surrounds one run of the command line.
 *
 * @param out takes data, {@code err} what is said about it
 * @param columns the width of the terminal that {@code out} is; empty when it is none
 * @param live whether {@code err} is a terminal, on which a line can be drawn again
 */
public record Session(
    Map<String, String> environment,
    PrintStream out,
    PrintStream err,
    Clock clock,
    OptionalInt columns,
    boolean live) {

  /**
   * The session of this process. Output is UTF-8 whatever the locale; the launcher knows about the
   * terminals and tells by system properties.
   */
  static Session ofThisProcess() {
    return new Session(
        System.getenv(),
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Clock.systemUTC(),
        positive(Integer.getInteger("cartographer.columns", 0)),
        Boolean.getBoolean("cartographer.live"));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        false,
        StandardCharsets.UTF_8);
  }

  private static OptionalInt positive(int columns) {
    return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
  }

  /** Whether colour may be used: on a terminal, unless NO_COLOR is set (no-color.org). */
  boolean colour() {
    return columns.isPresent() && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** Says a line on {@code err}, without the control characters that may be in foreign text. */
  void say(String line) {
    err.println(Plain.text(line));
    err.flush();
  }
}
