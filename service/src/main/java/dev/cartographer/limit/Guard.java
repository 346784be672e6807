package dev.cartographer.limit;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Admission.Full;
import dev.cartographer.limit.Admission.Go;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Admission.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A {@link Gate} that virtual threads pass: whoever finds it full waits for a place, the first to
 * come first.
 */
public final class Guard {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Dependency dependency;
  private final Gate gate;
  private final Clock clock;
  private final Consumer<GateView> changes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private volatile Failures failures = Failures.NONE;

  /** The calls that failed since the last that went well. */
  private record Failures(int inARow, Optional<Fault> last) {
    private static final Failures NONE = new Failures(0, Optional.empty());
  }

  /**
   * An open guard.
   *
   * @param changes is told how the gate stands whenever it has shut or opened; must not block
   */
  public Guard(Dependency dependency, GatePolicy policy, Clock clock, Consumer<GateView> changes) {
    this.dependency = dependency;
    this.gate = new Gate(policy);
    this.clock = clock;
    this.changes = changes;
  }

  /**
   * Makes one call when the gate lets it.
   *
   * <p>What the call throws tells the gate how the dependency is: a passing {@link
   * DependencyFailure} laid to it counts against it; one laid to somebody else, or one that
   * somebody must mend, is an answer; anything else says nothing.
   *
   * @param again whether the same was tried before and failed here
   * @throws HeldBack when the gate lets nobody through, or nobody left for five seconds
   */
  public <T> T pass(boolean again, Supplier<T> call) {
    var go = enter(again);
    var began = clock.instant();
    try {
      var result = call.get();
      told(() -> answered(go, began));
      return result;
    } catch (DependencyFailure failure) {
      told(() -> failed(go, failure, began));
      throw failure;
    } catch (RuntimeException | Error e) {
      told(() -> gate.spared(go));
      throw e;
    }
  }

  private void answered(Go go, Instant began) {
    gate.answered(go, since(began), clock.instant());
    if (view().shutSince().isEmpty()) {
      failures = Failures.NONE;
    }
  }

  private void failed(Go go, DependencyFailure failure, Instant began) {
    var fault = failure.fault();
    if (fault.dependency() == Dependency.CARTOGRAPHER) {
      gate.spared(go);
    } else if (fault.dependency() == dependency && fault.kind().passing()) {
      failures = new Failures(failures.inARow + 1, Optional.of(fault));
      if (fault.kind() == FaultKind.HTTP_429) {
        gate.throttled(go, fault.retryAfter(), clock.instant());
      } else {
        gate.failed(go, fault.retryAfter(), clock.instant());
      }
    } else {
      answered(go, began);
    }
  }

  private Go enter(boolean again) {
    lock.lock();
    try {
      var left = PATIENCE.toNanos();
      while (left > 0) {
        switch (gate.ask(again, clock.instant())) {
          case Go go -> {
            return go;
          }
          case Held held -> throw new HeldBack(dependency, held);
          case Full() -> left = freed.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    throw new HeldBack(dependency, new Held(Reason.BUSY, clock.instant()));
  }

  private void told(Runnable event) {
    settled(event).ifPresent(changes);
  }

  /** Tells the gate; how it stands, if it has shut or opened by that. */
  private Optional<GateView> settled(Runnable event) {
    lock.lock();
    try {
      var before = view().shutSince();
      event.run();
      var after = view();
      letIn(after);
      return Optional.of(after).filter(v -> v.shutSince().isPresent() != before.isPresent());
    } finally {
      lock.unlock();
    }
  }

  /** A call that went well may have made two places; of a gate that shut, all are to hear. */
  private void letIn(GateView view) {
    if (view.shutSince().isPresent()) {
      freed.signalAll();
    } else {
      freed.signal();
      freed.signal();
    }
  }

  /** Never negative, though a clock may be set back meanwhile. */
  private Duration since(Instant began) {
    var took = Duration.between(began, clock.instant());
    return took.isNegative() ? Duration.ZERO : took;
  }

  /** See {@link Gate#width}. */
  public int width() {
    return gate.width(clock.instant());
  }

  /** Why it is shut; empty while it is open. */
  public Optional<Outage> outage() {
    var now = clock.instant();
    var seen = failures;
    return gate.view(now)
        .shutSince()
        .flatMap(since ->
            seen.last.map(fault -> new Outage(fault, since, seen.inARow, gate.nextProbe(now))));
  }

  public GateView view() {
    return gate.view(clock.instant());
  }
}
