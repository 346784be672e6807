package dev.cartographer.limit;

import dev.cartographer.limit.Admission.Full;
import dev.cartographer.limit.Admission.Go;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Admission.Reason;
import dev.cartographer.limit.Admission.Soon;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Stands before one dependency of one region, or one cluster's API server: decides which calls go
 * out, and learns from what came of them. It knows the present only from its callers, so that a
 * simulation drives it as the product does.
 *
 * <p>Five rules, in this order: what asked to be left alone is left alone; what fails is probed
 * with one call at a time; no more calls are under way than go well; what refuses for rate is asked
 * at the rate it takes; second tries are a tenth of the load.
 *
 * <p>Safe for use by many threads. Every {@link Go} is followed by exactly one of {@link
 * #answered}, {@link #failed}, {@link #throttled} and {@link #spared}.
 */
public final class Gate {
  private static final Duration NO_BUDGET_PAUSE = Duration.ofSeconds(5);
  private static final Duration BREATH = Duration.ofSeconds(1);
  private static final Go ORDINARY = new Go(false);
  private static final Go PROBE = new Go(true);
  private static final Full FULL = new Full();

  private final Aimd limit;
  private final Pace pace = new Pace();
  private final RetryBudget budget = new RetryBudget();
  private final Breaker breaker;
  private int inFlight;
  private Instant quietUntil = Instant.MIN;
  private Instant shutSince = Instant.MIN;

  public Gate(GatePolicy policy) {
    this.limit = new Aimd(policy);
    this.breaker = new Breaker(policy);
  }

  /**
   * Asks for leave to make one call.
   *
   * @param again whether the same was tried before and failed here
   */
  public synchronized Admission ask(boolean again, Instant now) {
    if (now.isBefore(quietUntil)) {
      return new Held(Reason.RETRY_AFTER, quietUntil);
    }
    if (breaker.isShut()) {
      return probe(now);
    }
    if (inFlight >= limit.limit()) {
      return FULL;
    }
    if (now.isBefore(pace.next())) {
      return new Soon(pace.next());
    }
    if (again && !budget.spend(now)) {
      return new Held(Reason.BUDGET, now.plus(NO_BUDGET_PAUSE));
    }
    pace.went(now);
    inFlight++;
    return ORDINARY;
  }

  private Admission probe(Instant now) {
    if (!breaker.wantsProbe(now)) {
      return new Held(Reason.OUTAGE, breaker.nextProbe(now));
    }
    breaker.probe();
    inFlight++;
    return PROBE;
  }

  /**
   * How many calls may be under way: none while it is shut or asked to be left alone, one when it
   * wants a probe, otherwise its limit, and no more than keep a pace.
   */
  public synchronized int width(Instant now) {
    if (now.isBefore(quietUntil)) {
      return 0;
    }
    if (breaker.isShut()) {
      return breaker.wantsProbe(now) ? 1 : 0;
    }
    return (int) Math.min(limit.limit(), Math.max(2, Math.ceil(pace.perSecond() / 4)));
  }

  /**
   * How many second tries may go out. A gate that is shut counts none as second: whoever comes is
   * its probe.
   */
  public synchronized int secondTries(Instant now) {
    return breaker.isShut() ? Integer.MAX_VALUE : budget.left(now);
  }

  /** The dependency answered, if only to refuse this one caller. */
  public synchronized void answered(Go go, Duration took, Instant now) {
    limit.answered(took, inFlight, now);
    inFlight--;
    budget.succeeded();
    pace.answered(now);
    if (go.probe()) {
      breaker.recovered();
      budget.recovered();
      limit.restart();
      pace.restart();
      shutSince = Instant.MIN;
    } else {
      breaker.remember(false, now);
    }
  }

  /**
   * The dependency failed: it did not answer, or said that it can't.
   *
   * @param took how long it took until that was known
   * @param retryAfter how long it asked to be left alone
   */
  public synchronized void failed(
      Go go, Duration took, Optional<Duration> retryAfter, Instant now) {
    limit.failed(took, inFlight, now);
    inFlight--;
    budget.failed();
    countAgainst(go, now);
    leaveAlone(retryAfter, now);
  }

  /**
   * The dependency says that it is asked too much (status 429). It works, so this is no failure:
   * all calls wait for as long as it asked, or a second, and afterwards follow each other at the
   * rate it takes.
   *
   * <p>Of those refused in one breath the first says it for all, and may be the only one that is
   * meant. A dependency that refuses breath after breath, and lets nobody through between them, is
   * as good as down.
   *
   * @return until when the caller is held back as everybody is; empty for the first in its breath,
   *     whose call has failed
   */
  public synchronized Optional<Held> throttled(Go go, Optional<Duration> retryAfter, Instant now) {
    inFlight--;
    var first = go.probe() || !now.isBefore(quietUntil);
    if (first) {
      pace.refused(now);
      countAgainst(go, now);
    }
    leaveAlone(retryAfter.or(() -> Optional.of(BREATH)), now);
    return first ? Optional.empty() : Optional.of(new Held(Reason.RETRY_AFTER, quietUntil));
  }

  private void countAgainst(Go go, Instant now) {
    if (go.probe()) {
      breaker.probeFailed(now);
      return;
    }
    breaker.remember(true, now);
    if (breaker.isShut() && shutSince.equals(Instant.MIN)) {
      shutSince = now;
    }
  }

  private void leaveAlone(Optional<Duration> retryAfter, Instant now) {
    retryAfter.map(now::plus).filter(quietUntil::isBefore).ifPresent(until -> quietUntil = until);
  }

  /** The call was not made, or says nothing about the dependency. */
  public synchronized void spared(Go go) {
    inFlight--;
    if (go.probe()) {
      breaker.probeSpared();
    }
  }

  /** When the next probe goes out, at the earliest now; of a gate that is shut. */
  synchronized Instant nextProbe(Instant now) {
    return breaker.wantsProbe(now) ? now : breaker.nextProbe(now);
  }

  /** How the gate stands, for people and meters. */
  public synchronized GateView view(Instant now) {
    return new GateView(
        breaker.isShut() ? Optional.of(shutSince) : Optional.empty(),
        now.isBefore(quietUntil) ? Optional.of(quietUntil) : Optional.empty(),
        limit.limit(),
        inFlight);
  }
}
