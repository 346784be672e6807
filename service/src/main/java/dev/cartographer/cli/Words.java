package dev.cartographer.cli;

import dev.cartographer.view.BindingState;
import dev.cartographer.view.Spans;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** States and times as a person reads them: a shape and a word, a span and a clock. */
final class Words {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String NOTHING = "–";

  private Words() {}

  static String state(String word) {
    return glyph(BindingState.of(word)) + " " + word;
  }

  private static String glyph(BindingState state) {
    return switch (state) {
      case PENDING -> "◌";
      case VALID -> "●";
      case FAILING -> "◔";
      case EXPIRED -> "■";
    };
  }

  static String link(String state) {
    return switch (state) {
      case "ok" -> "●";
      case "broken" -> "■";
      default -> "◌";
    };
  }

  /** "in 47 min (03:59:10 UTC)", or "3 min ago (…)". */
  static String when(@Nullable Instant instant, Instant now) {
    if (instant == null) {
      return NOTHING;
    }
    var span = Duration.between(now, instant);
    var words =
        span.isNegative() ? Spans.words(span.negated()) + " ago" : "in " + Spans.words(span);
    return words + " (" + CLOCK.format(instant) + ")";
  }

  static String orNothing(@Nullable String text) {
    return text == null ? NOTHING : text;
  }
}
