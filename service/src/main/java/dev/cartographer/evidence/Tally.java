package dev.cartographer.evidence;

import dev.cartographer.evidence.ExchangeCount.End;
import dev.cartographer.verdict.Findings.Exchanges;
import java.util.List;

/**
 * Steps of exchanges with one dependency, counted by what they came to and by whose doing.
 *
 * @param shared failures on the way, of which it is not settled yet whose they are
 * @param customers refused for a customer's own fault: neither for nor against the dependency
 * @param blocked not tried, since IAM failed: no attempts at all
 */
public record Tally(long well, long theirs, long shared, long ours, long customers, long blocked) {
  static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

  static Tally of(List<ExchangeCount> counts) {
    return counts.stream().map(Tally::of).reduce(NONE, Tally::plus);
  }

  private static Tally of(ExchangeCount counted) {
    return of(counted.key().end(), counted.count());
  }

  /** So many steps that came to this. */
  public static Tally of(End end, long count) {
    return switch (end) {
      case End.Well() -> new Tally(count, 0, 0, 0, 0, 0);
      case End.Blocked() -> new Tally(0, 0, 0, 0, 0, count);
      case End.Failed(var kind) ->
          switch (Doing.of(kind)) {
            case THEIRS -> new Tally(0, count, 0, 0, 0, 0);
            case SHARED -> new Tally(0, 0, count, 0, 0, 0);
            case OURS -> new Tally(0, 0, 0, count, 0, 0);
            case CUSTOMERS -> new Tally(0, 0, 0, 0, count, 0);
          };
    };
  }

  /** Both together. */
  public Tally plus(Tally other) {
    return new Tally(
        well + other.well,
        theirs + other.theirs,
        shared + other.shared,
        ours + other.ours,
        customers + other.customers,
        blocked + other.blocked);
  }

  /**
   * With what was open settled.
   *
   * @param widely whether several carriers see the way fail, so that it is the dependency's
   * @param rejected whether so many customers are refused that it can't be their own doing
   */
  Tally settled(boolean widely, boolean rejected) {
    return new Tally(
        well,
        theirs + (widely ? shared : 0),
        0,
        ours + (widely ? 0 : shared) + (rejected ? customers : 0),
        rejected ? 0 : customers,
        blocked);
  }

  long failures() {
    return theirs + shared + ours;
  }

  long attempts() {
    return well + failures();
  }

  /** Whether so many fail, and so large a share, that it is no chance. */
  private boolean failing(Thresholds thresholds) {
    return failures() >= thresholds.failures() && share() >= thresholds.share();
  }

  double share() {
    return attempts() == 0 ? 0 : (double) failures() / attempts();
  }

  /** How the exchanges go, as far as these say. */
  Exchanges read(Thresholds thresholds) {
    if (failing(thresholds)) {
      if (theirs >= thresholds.prevailing() * failures()) {
        return Exchanges.FAIL_DEPENDENCY;
      }
      return ours >= thresholds.prevailing() * failures()
          ? Exchanges.FAIL_CALLER
          : Exchanges.FAIL_MIXED;
    }
    return attempts() >= thresholds.failures() && share() < thresholds.share()
        ? Exchanges.OK
        : Exchanges.NO_DATA;
  }
}
