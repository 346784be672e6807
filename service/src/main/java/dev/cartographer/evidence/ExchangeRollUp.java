package dev.cartographer.evidence;

import dev.cartographer.evidence.ExchangeCount.End;
import dev.cartographer.evidence.ExchangeCount.Origin;
import dev.cartographer.exchange.Attempt;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what exchanges come to, minute by minute, and writes the counts to the book every now and
 * then: one row in place of thousands of outcomes.
 *
 * <p>While the book can't be written the counts wait here, up to {@link #MOST} kinds of them; what
 * comes new beyond that is not counted.
 */
public final class ExchangeRollUp implements RotationListener {
  static final int MOST = 50_000;

  private final Map<ExchangeCount.Key, Long> counts = new ConcurrentHashMap<>();
  private final ExchangeBook book;
  private final Clock clock;

  public ExchangeRollUp(ExchangeBook book, Clock clock) {
    this.book = book;
    this.clock = clock;
  }

  /** Counts one step; revoking what was replaced is none of an exchange. */
  public void count(Carrier carrier, Attempt attempt, Origin origin) {
    var minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    end(attempt)
        .map(end -> new ExchangeCount.Key(minute, carrier, attempt.dependency(), end, origin))
        .ifPresent(key -> add(key, 1));
  }

  private static Optional<End> end(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Succeeded _, Attempt.Verified _ -> Optional.of(new End.Well());
      case Attempt.Errored(var _, var kind, var _) -> Optional.of(new End.Failed(kind));
      case Attempt.Unverified(var _, var kind, var _) -> Optional.of(new End.Failed(kind));
      case Attempt.Blocked _ -> Optional.of(new End.Blocked());
      case Attempt.Revoked _, Attempt.Unrevoked _ -> Optional.empty();
    };
  }

  private void add(ExchangeCount.Key key, long count) {
    if (counts.size() < MOST || counts.containsKey(key)) {
      counts.merge(key, count, Long::sum);
    }
  }

  /**
   * Writes what was counted since.
   *
   * @throws StoreFailure when the book can't be written; then the counts are kept
   */
  public void flush() {
    var taken = new ArrayList<ExchangeCount>();
    for (var key : List.copyOf(counts.keySet())) {
      var count = counts.remove(key);
      if (count != null) {
        taken.add(new ExchangeCount(key, count));
      }
    }
    if (taken.isEmpty()) {
      return;
    }
    try {
      book.add(taken);
    } catch (StoreFailure failure) {
      taken.forEach(counted -> add(counted.key(), counted.count()));
      throw failure;
    }
  }

  @Override
  public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
    var carrier = claim.binding().cluster().carrier();
    outcome.attempts().forEach(attempt -> count(carrier, attempt, Origin.TRAFFIC));
  }

  @Override
  public void tooLate(Claim claim, Optional<String> left) {}

  @Override
  public void surprised(Claim claim, RuntimeException bug) {}

  @Override
  public void storeFailed(String why) {}

  @Override
  public void storeAnswered() {}
}
