package dev.cartographer.rehearse;

import dev.cartographer.view.Spans;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * An axis from zero on, with round numbers at its marks.
 *
 * @param most the number at its end
 */
public record Axis(double most, List<Mark> marks) {
  private static final List<Duration> ROUND =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7));
  private static final int MOST_MARKS = 9;

  /** A place on the axis with its label. */
  public record Mark(double at, String label) {}

  /** Numbers up to at least that one, in two halves. */
  public static Axis ofNumbers(double most) {
    var end = round(Math.max(1, most));
    return new Axis(
        end, List.of(new Mark(0, "0"), new Mark(end / 2, told(end / 2)), new Mark(end, told(end))));
  }

  /** The next number of one digit and noughts, whose half has two digits at most. */
  private static double round(double most) {
    var power = Math.pow(10, Math.floor(Math.log10(most)));
    for (var times : new int[] {1, 2, 3, 4, 5, 6, 8}) {
      if (most <= times * power) {
        return times * power;
      }
    }
    return 10 * power;
  }

  private static String told(double number) {
    if (number >= 1_000_000) {
      return brief(number / 1_000_000) + " M";
    }
    return number >= 10_000 ? brief(number / 1_000) + " k" : brief(number);
  }

  private static String brief(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%.1f", number);
  }

  /** Parts of a whole. */
  public static Axis ofParts() {
    return new Axis(1, List.of(new Mark(0, "0 %"), new Mark(0.5, "50 %"), new Mark(1, "100 %")));
  }

  /** Seconds of a time. */
  public static Axis ofTime(Duration length) {
    var step =
        ROUND.stream()
            .filter(round -> length.dividedBy(round) < MOST_MARKS)
            .findFirst()
            .orElse(ROUND.getLast());
    var marks =
        IntStream.rangeClosed(0, (int) length.dividedBy(step))
            .mapToObj(step::multipliedBy)
            .map(at -> new Mark(at.toSeconds(), at.isZero() ? "0" : Spans.words(at)))
            .toList();
    return new Axis(length.toSeconds(), marks);
  }
}
