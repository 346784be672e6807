package dev.cartographer.rehearse;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A dependency as numbers: what comes of a call that reaches it now. Its rate limit is a bucket of
 * one second's worth (the generic cell rate algorithm, ITU-T I.371).
 */
final class Server {
  private static final double MILLIS = 1000;

  private final List<Span> outages;
  private final double perSecond;
  private final SplittableRandom random;
  private double owed;
  private long asked;

  private record Span(long from, long until, double share) {}

  /** What comes of a call. */
  enum Answer {
    OK(0),
    /** 503, as late as any answer. */
    FAILS(1),
    /** 429, {@code Retry-After: 1}. */
    LIMITED(2),
    /** No connection, at once. */
    REFUSED(3);

    private static final List<Answer> ALL = List.of(values());

    private final int number;

    Answer(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    /** The inverse of {@link #number()}. */
    static Answer of(int number) {
      return ALL.get(number);
    }
  }

  /**
   * A server.
   *
   * @param perSecond how many calls it takes; 0 when it takes all
   */
  Server(List<PlannedOutage> outages, double perSecond, SplittableRandom random) {
    this.outages =
        outages.stream()
            .map(o -> new Span(o.start().toMillis(), o.end().toMillis(), o.share()))
            .toList();
    this.perSecond = perSecond;
    this.random = random;
  }

  Answer ask(long now) {
    for (var outage : outages) {
      if (now >= outage.from && now < outage.until) {
        if (outage.share == 1) {
          return Answer.REFUSED;
        }
        if (random.nextDouble() < outage.share) {
          return Answer.FAILS;
        }
      }
    }
    return perSecond > 0 && !takes(now) ? Answer.LIMITED : Answer.OK;
  }

  private boolean takes(long now) {
    owed = Math.max(0, owed - (now - asked) * perSecond / MILLIS);
    asked = now;
    if (owed + 1 > Math.max(1, perSecond)) {
      return false;
    }
    owed += 1;
    return true;
  }
}
