package dev.cartographer.sandbox;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells a person what happens, line by line. */
final class Telling {
  private final PrintStream out;
  private final Clock clock;
  private final Instant began;

  Telling(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
    this.began = clock.instant();
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** A line with the time since the beginning, as minutes and seconds. */
  void event(String text) {
    line(sinceBeginning(clock.instant()) + " " + text);
  }

  String sinceBeginning(Instant instant) {
    var since = Duration.between(began, instant);
    return "%02d:%02d".formatted(since.toMinutes(), since.toSecondsPart());
  }

  Duration elapsed() {
    return Duration.between(began, clock.instant());
  }
}
