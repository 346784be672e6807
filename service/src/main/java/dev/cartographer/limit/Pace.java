package dev.cartographer.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * How quickly calls may follow each other, learnt from refusals for rate (status 429). A limit of
 * calls under way can't keep to a rate: one call at a time is already ten a second where an answer
 * takes a tenth of one.
 *
 * <p>What was answered between two refusals, over the time between them, is what the dependency
 * takes, whatever it lets through in one burst. Calls then follow each other a little more slowly
 * than that, and the longer there is no refusal the faster more is tried, as CUBIC does (RFC 9438;
 * AWS SDKs, "adaptive retry mode"). Before the first refusal, and some minutes after the last,
 * there is no pace.
 */
final class Pace {
  private static final double BELOW = 0.95;
  private static final double NANOS = 1e9;

  /** By what part it grows in each second, for each second since the last refusal. */
  private static final double GROWTH = 0.001;

  /** Refusals further apart say nothing about a rate: there may have been less to do. */
  private static final Duration RECENT = Duration.ofSeconds(10);

  /** Who comes late to his turn does not delay those after him. */
  private static final Duration LATE = Duration.ofMillis(100);

  private double perSecond = Double.POSITIVE_INFINITY;
  private Instant next = Instant.EPOCH;
  private Instant refused = Instant.EPOCH;
  private Instant grown = Instant.EPOCH;
  private int answered;

  /** When the next call may go out. */
  Instant next() {
    return next;
  }

  /** Calls a second; infinite without a pace. */
  double perSecond() {
    return perSecond;
  }

  /** A call goes out. */
  void went(Instant now) {
    if (perSecond < Double.POSITIVE_INFINITY) {
      var earliest = now.minus(LATE);
      next = (next.isBefore(earliest) ? earliest : next).plusNanos((long) (NANOS / perSecond));
    }
  }

  void answered(Instant now) {
    answered++;
    if (perSecond < Double.POSITIVE_INFINITY) {
      var step = Math.clamp(seconds(grown, now), 0, 1);
      perSecond *= 1 + GROWTH * Math.max(0, seconds(refused, now)) * step;
      grown = now;
    }
  }

  /** The first of those who were refused in one breath. */
  void refused(Instant now) {
    if (answered > 0 && refused.plus(RECENT).isAfter(now)) {
      perSecond = Math.min(perSecond, answered / seconds(refused, now));
    }
    perSecond *= BELOW;
    answered = 0;
    refused = now;
    grown = now;
  }

  /** Begins anew, as after an outage. */
  void restart() {
    perSecond = Double.POSITIVE_INFINITY;
    next = Instant.EPOCH;
  }

  private static double seconds(Instant from, Instant until) {
    return Duration.between(from, until).toNanos() / NANOS;
  }
}
