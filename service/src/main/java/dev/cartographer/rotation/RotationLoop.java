package dev.cartographer.rotation;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.rotation.RotationOutcome.Failed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The work of one process: claims what is due, brings each claim to its outcome on a virtual thread
 * of its own, and writes the outcome back.
 *
 * <p>Every step can be called by hand, so that a test drives it with a clock of its own; {@link
 * RotationThread} drives it in the product.
 */
public final class RotationLoop {
  private final BindingQueue queue;
  private final Rotation rotation;
  private final RotationListener listener;
  private final Clock clock;
  private final Duration lease;
  private final int concurrency;
  private final Semaphore slots;
  private final Set<Claim> inFlight = ConcurrentHashMap.newKeySet();

  /**
   * A loop that has claimed nothing yet.
   *
   * @param concurrency how many claims are worked on at once
   * @param lease how long a claim lasts unless extended
   */
  public RotationLoop(
      BindingQueue queue,
      Rotation rotation,
      RotationListener listener,
      Clock clock,
      Duration lease,
      int concurrency) {
    this.queue = queue;
    this.rotation = rotation;
    this.listener = listener;
    this.clock = clock;
    this.lease = lease;
    this.concurrency = concurrency;
    this.slots = new Semaphore(concurrency);
  }

  /**
   * Claims as many due bindings as there are free slots and starts on them.
   *
   * @param patience how long to wait for a quarter of the slots to come free, so that claims are
   *     made in batches; after it, whatever is free is used
   * @return how many were claimed
   * @throws StoreFailure when the database can't be asked
   */
  public int claimAndStart(Duration patience) throws InterruptedException {
    var free = freeSlots(patience);
    var claims = List.<Claim>of();
    try {
      claims = free == 0 ? claims : queue.claim(free, clock.instant(), lease);
    } finally {
      slots.release(free - claims.size());
    }
    claims.forEach(this::start);
    return claims.size();
  }

  private int freeSlots(Duration patience) throws InterruptedException {
    var batch = Math.max(1, concurrency / 4);
    var waited = slots.tryAcquire(batch, patience.toNanos(), TimeUnit.NANOSECONDS);
    return slots.drainPermits() + (waited ? batch : 0);
  }

  /** Extends the lease of everything in flight. */
  public void extendLeases() {
    var claims = List.copyOf(inFlight);
    if (!claims.isEmpty()) {
      queue.extend(claims, clock.instant(), lease);
    }
  }

  /** Waits until everything in flight has come to its end. */
  public void drain() throws InterruptedException {
    slots.acquire(concurrency);
    slots.release(concurrency);
  }

  private void start(Claim claim) {
    inFlight.add(claim);
    Thread.ofVirtual().name("rotate ", claim.binding().id()).start(() -> work(claim));
  }

  private void work(Claim claim) {
    var began = clock.instant();
    try {
      var outcome = outcomeOf(claim);
      var recorded = queue.record(claim, outcome, clock.instant());
      listener.ended(claim, outcome, Duration.between(began, clock.instant()), recorded);
    } catch (StoreFailure failure) {
      // Nothing to write back to: the lease runs out and the binding is due again.
      listener.storeFailed(failure.why());
    } finally {
      inFlight.remove(claim);
      slots.release();
    }
  }

  private RotationOutcome outcomeOf(Claim claim) {
    try {
      return rotation.rotate(claim);
    } catch (StoreFailure failure) {
      throw failure;
    } catch (RuntimeException bug) {
      return ourFault(claim, bug);
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
