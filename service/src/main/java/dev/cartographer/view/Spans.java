package dev.cartographer.view;

import java.time.Duration;

/** A span of time in the words people use, two units at most: 38 s, 47 min, 1 h 10 min, 3 d 4 h. */
public final class Spans {
  private Spans() {}

  /** The words for a span that is not negative. */
  public static String words(Duration span) {
    if (span.compareTo(Duration.ofMinutes(2)) < 0) {
      return span.toSeconds() + " s";
    }
    if (span.compareTo(Duration.ofHours(1)) < 0) {
      return span.toMinutes() + " min";
    }
    if (span.compareTo(Duration.ofDays(2)) < 0) {
      return span.toHours() + " h" + rest(span.toMinutesPart(), "min");
    }
    return span.toDays() + " d" + rest(span.toHoursPart(), "h");
  }

  private static String rest(int count, String unit) {
    return count == 0 ? "" : " " + count + " " + unit;
  }
}
