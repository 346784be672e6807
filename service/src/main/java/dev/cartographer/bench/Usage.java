package dev.cartographer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What processes use, as Linux tells below {@code /proc}. */
final class Usage {
  /** Of the clock in which Linux tells it to programs, whatever the kernel's own is. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  private Usage() {}

  /** CPU time spent by these processes and by those of their children that have ended. */
  static Duration cpu(Stream<ProcessHandle> processes) {
    return Duration.ofMillis(
        processes.mapToLong(p -> ticks(p.pid())).sum() * 1000 / TICKS_PER_SECOND);
  }

  private static long ticks(long pid) {
    var stat = text(pid, "stat");
    var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    var sum = 0L;
    for (var i = USER; i <= CHILDREN_SYSTEM && i < fields.length; i++) {
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }

  /**
   * Memory of these processes in bytes; what several share is divided among those who share it
   * ({@code Pss}), so that a database's buffers are counted once.
   */
  static long resident(Stream<ProcessHandle> processes) {
    return processes.mapToLong(p -> proportional(p.pid())).sum();
  }

  private static long proportional(long pid) {
    return text(pid, "smaps_rollup")
        .lines()
        .filter(line -> line.startsWith("Pss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  private static String text(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (NoSuchFileException gone) {
      return "";
    } catch (IOException e) {
      if (!Files.exists(Path.of("/proc", Long.toString(pid)))) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
