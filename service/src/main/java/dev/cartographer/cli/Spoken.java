package dev.cartographer.cli;

import dev.cartographer.fault.Dependency;
import dev.cartographer.rehearse.PlannedOutage;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How spans of time, rates and outages are written on the command line. */
final class Spoken {
  private static final String SPAN = "\\d{1,9}(?:ms|s|m|h|d)";
  private static final String WHO = "(?<who>iam|logging|metrics)";

  private Spoken() {}

  private static Matcher read(String text, Pattern pattern, String expected) {
    var matcher = pattern.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is not " + expected);
    }
    return matcher;
  }

  private static Dependency dependency(Matcher read) {
    return Optional.ofNullable(read.group("who"))
        .map(word -> Dependency.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Dependency.IAM);
  }

  /** A span of time such as {@code 250ms}, {@code 90s}, {@code 45m}, {@code 1h} or {@code 30d}. */
  static final class Span implements ITypeConverter<Duration> {
    private static final Pattern PATTERN =
        Pattern.compile("(?<number>\\d{1,9})(?<unit>ms|s|m|h|d)");

    @Override
    public Duration convert(String text) {
      return span(text);
    }

    static Duration span(String text) {
      var read = read(text, PATTERN, "a span of time; write it as 90s, 45m, 1h or 30d");
      var number = Long.parseLong(read.group("number"));
      return switch (read.group("unit")) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }

  /** A rate, of IAM unless it says of whom. */
  record Rate(Dependency who, double perSecond) {
    static final class Reader implements ITypeConverter<Rate> {
      private static final Pattern PATTERN =
          Pattern.compile("(?:" + WHO + ":)?(?<number>\\d{1,9}(?:\\.\\d{1,3})?)(?:/s)?");

      @Override
      public Rate convert(String text) {
        var read = read(text, PATTERN, "a rate; write it as 500/s, or as logging:500/s");
        return new Rate(dependency(read), Double.parseDouble(read.group("number")));
      }
    }
  }

  /** An outage, whose beginning may be left open. */
  record Trouble(Dependency who, Duration duration, double share, Optional<Duration> start) {
    private static final double PERCENT = 100;

    PlannedOutage startingAt(Duration otherwise) {
      return new PlannedOutage(who, start.orElse(otherwise), duration, share);
    }

    static final class Reader implements ITypeConverter<Trouble> {
      private static final Pattern PATTERN =
          Pattern.compile(
              WHO
                  + ":(?<span>"
                  + SPAN
                  + ")"
                  + "(?::(?<share>\\d{1,3}(?:\\.\\d+)?)%)?"
                  + "(?:@(?<start>"
                  + SPAN
                  + "))?");

      @Override
      public Trouble convert(String text) {
        var read =
            read(
                text,
                PATTERN,
                "an outage; write it as iam:45m, or as logging:20m:30%@6h when 30 % of the calls"
                    + " fail from 6 h on");
        return new Trouble(
            dependency(read),
            Span.span(read.group("span")),
            Optional.ofNullable(read.group("share"))
                .map(s -> Double.parseDouble(s) / PERCENT)
                .orElse(1.0),
            Optional.ofNullable(read.group("start")).map(Span::span));
      }
    }
  }
}
