package dev.cartographer.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How the log tells a time: to the minute, with the day when it isn't within a day from now. */
record LogTime(Clock clock) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final DateTimeFormatter NEAR =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FAR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  String of(Instant instant) {
    var away = Duration.between(clock.instant(), instant).abs();
    return (away.compareTo(DAY) < 0 ? NEAR : FAR).format(instant);
  }

  boolean isPast(Instant instant) {
    return !instant.isAfter(clock.instant());
  }
}
