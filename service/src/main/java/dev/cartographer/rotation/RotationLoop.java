package dev.cartographer.rotation;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Gates;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The work of one process: claims what is due, lane by lane as far as its dependencies take it,
 * brings each claim to its outcome on a virtual thread of its own, and writes the outcome back.
 *
 * <p>Every step can be called by hand, so that a test drives it with a clock of its own; {@link
 * RotationThread} drives it in the product.
 */
public final class RotationLoop {
  private static final int MOST = 50_000;
  private static final int MOST_LEAVING = 256;

  private final BindingQueue queue;
  private final Rotation rotation;
  private final Lanes lanes;
  private final RotationListener listener;
  private final Clock clock;
  private final Duration lease;
  private final int most;
  private final Set<Work> underWay = ConcurrentHashMap.newKeySet();
  private final Phaser ends = new Phaser(1);
  private final Semaphore wakes = new Semaphore(0);
  private final AtomicInteger leaving = new AtomicInteger();
  private int rounds;

  /**
   * A loop that has claimed nothing yet.
   *
   * @param gates say how much each dependency takes
   * @param lease how long a claim lasts unless extended
   * @param most claims under way at once, those that wait for a hanging cluster included
   */
  public RotationLoop(
      BindingQueue queue,
      Rotation rotation,
      Gates gates,
      RotationListener listener,
      Clock clock,
      Duration lease,
      int most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " claims can be under way, not " + most);
    }
    this.queue = queue;
    this.rotation = rotation;
    this.lanes = Lanes.before(gates);
    this.listener = listener;
    this.clock = clock;
    this.lease = lease;
    this.most = most;
  }

  /**
   * Claims what is due and has a place, and starts on it.
   *
   * @return how many were claimed
   * @throws StoreFailure when the database can't be asked
   */
  public int claimAndStart() {
    var now = clock.instant();
    var stuck = (int) underWay.stream().filter(work -> work.stuck(now)).count();
    var claimed = startLeaving(now);
    // Not always the same lane first, or the last would starve when there is not room for all.
    var backlogs = new ArrayList<>(queue.backlogs(now));
    Collections.rotate(backlogs, rounds++);
    for (var backlog : backlogs) {
      var take = lanes.take(backlog, most - underWay.size(), stuck < most / 2);
      if (take.all() > 0) {
        var claims = queue.claim(backlog, take, now, lease);
        claims.forEach(claim -> start(claim, backlog.lane(), lanes.places(backlog.lane())));
        claimed += claims.size();
      }
    }
    return claimed;
  }

  /** Whoever leaves waits for no lane: it needs no dependency but its cluster. */
  private int startLeaving(Instant now) {
    var room = MOST_LEAVING - leaving.get();
    var claims = room > 0 ? queue.claimLeaving(room, now, lease) : List.<Claim>of();
    claims.forEach(claim -> start(claim, Lane.of(claim.binding()), leaving));
    return claims.size();
  }

  /** Waits until there is a reason to claim again, and no longer than this. */
  public void awaitReason(Duration longest) throws InterruptedException {
    if (wakes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      wakes.drainPermits();
    }
  }

  /** There is a reason to claim again. */
  public void wake() {
    wakes.release();
  }

  /** Extends the lease of everything under way. */
  public void extendLeases() {
    var claims = underWay.stream().map(Work::claim).toList();
    if (!claims.isEmpty()) {
      queue.extend(claims, clock.instant(), lease);
    }
  }

  /** Waits until everything under way has come to its end. */
  public void drain() {
    ends.arriveAndAwaitAdvance();
  }

  private void start(Claim claim, Lane lane, AtomicInteger places) {
    var work = new Work(claim, places, clock);
    underWay.add(work);
    ends.register();
    Thread.ofVirtual().name("rotate ", claim.binding().id()).start(() -> run(work, lane));
  }

  private void run(Work work, Lane lane) {
    var claim = work.claim();
    var began = clock.instant();
    try {
      var outcome = outcomeOf(work);
      var recorded = queue.record(claim, outcome, clock.instant());
      var took = Duration.between(began, clock.instant());
      if (outcome instanceof Rotated) {
        lanes.delivered(lane, took);
      }
      listener.ended(claim, outcome, took, recorded);
      if (!recorded) {
        undoIfGone(claim, outcome);
      }
    } catch (StoreFailure failure) {
      // Nothing to write back to: the lease runs out and the binding is due again.
      listener.storeFailed(failure.why());
    } finally {
      work.end();
      underWay.remove(work);
      ends.arriveAndDeregister();
      if (lanes.hungry(lane)) {
        wake();
      }
    }
  }

  /** A cluster that left while this claim was out must not keep what was delivered since. */
  private void undoIfGone(Claim claim, RotationOutcome outcome) {
    if (outcome instanceof Rotated && !queue.stays(claim.binding())) {
      try {
        listener.tooLate(claim, rotation.undo(claim, outcome));
      } catch (RuntimeException bug) {
        listener.surprised(claim, bug);
      }
    }
  }

  private RotationOutcome outcomeOf(Work work) {
    try {
      return rotation.rotate(work.claim(), work);
    } catch (StoreFailure failure) {
      throw failure;
    } catch (RuntimeException bug) {
      return ourFault(work.claim(), bug);
    }
  }

  private Failed ourFault(Claim claim, RuntimeException bug) {
    listener.surprised(claim, bug);
    var fault =
        new Fault(
            Dependency.CARTOGRAPHER,
            FaultKind.LOCAL,
            "Cartographer failed on its own side (" + bug.getClass().getSimpleName() + ")");
    Instant now = clock.instant();
    var wait = Duration.ofMinutes(1);
    return new Failed(fault, wait, now.plus(wait), List.of());
  }
}
