package dev.cartographer.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as people read them: how far away, and when by the clock in UTC. */
final class Moment {
  private static final DateTimeFormatter TODAY = format("HH:mm 'UTC'");
  private static final DateTimeFormatter OTHER_DAY = format("d MMM HH:mm 'UTC'");
  private static final DateTimeFormatter OTHER_YEAR = format("d MMM yyyy HH:mm 'UTC'");

  private Moment() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** For instance {@code in 47 min (03:59 UTC)} or {@code 3 d ago (20 Nov 03:12 UTC)}. */
  static String near(Instant then, Instant now) {
    return away(then, now) + " (" + at(then, now) + ")";
  }

  /** For instance {@code in 47 min}. */
  static String away(Instant then, Instant now) {
    return then.isBefore(now)
        ? span(Duration.between(then, now)) + " ago"
        : "in " + span(Duration.between(now, then));
  }

  /** For instance {@code 47 min}, of which nothing is left once it is past. */
  static String left(Instant then, Instant now) {
    return span(then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
  }

  /** For instance {@code 03:59 UTC}; with the date on another day. */
  static String at(Instant then, Instant now) {
    var day = then.atOffset(ZoneOffset.UTC).toLocalDate();
    var today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    var format = day.getYear() == today.getYear() ? OTHER_DAY : OTHER_YEAR;
    return (day.equals(today) ? TODAY : format).format(then);
  }

  private static String span(Duration span) {
    if (span.toSeconds() < 100) {
      return span.toSeconds() + " s";
    }
    if (span.toMinutes() < 100) {
      return span.toMinutes() + " min";
    }
    return span.toHours() < 48 ? span.toHours() + " h" : span.toDays() + " d";
  }
}
