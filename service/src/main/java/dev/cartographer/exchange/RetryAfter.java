package dev.cartographer.exchange;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a server asks to be left alone (RFC 9110 §10.2.3). Pure. */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private RetryAfter() {}

  /** Within 1 s and 5 min; empty for a date gone by and for anything that is not of the grammar. */
  static Optional<Duration> of(String header, Instant now) {
    var text = header.strip();
    return SECONDS.matcher(text).matches() ? Optional.of(seconds(text)) : date(text, now);
  }

  private static Duration seconds(String digits) {
    return digits.length() > 9 ? LONGEST : clamped(Duration.ofSeconds(Long.parseLong(digits)));
  }

  private static Optional<Duration> date(String text, Instant now) {
    try {
      var until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      return until.isAfter(now)
          ? Optional.of(clamped(Duration.between(now, until)))
          : Optional.empty();
    } catch (DateTimeException garbage) {
      return Optional.empty();
    }
  }

  private static Duration clamped(Duration asked) {
    if (asked.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
