package dev.cartographer.limit;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Admission.Full;
import dev.cartographer.limit.Admission.Go;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Admission.Reason;
import dev.cartographer.limit.Admission.Soon;
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
  private boolean turnAwaited;

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
   * @throws HeldBack when the gate lets nobody through, or nobody left for five seconds, or the
   *     call was refused for rate beside others
   */
  public <T> T pass(boolean again, Supplier<T> call) {
    var go = enter(again);
    var began = clock.instant();
    try {
      var result = call.get();
      return told(() -> answered(go, began, result));
    } catch (DependencyFailure failure) {
      throw told(() -> failed(go, failure, began));
    } catch (RuntimeException | Error e) {
      told(() -> spared(go));
      throw e;
    }
  }

  private <T> T answered(Go go, Instant began, T result) {
    gate.answered(go, since(began), clock.instant());
    if (view().shutSince().isEmpty()) {
      failures = Failures.NONE;
    }
    return result;
  }

  private Go spared(Go go) {
    gate.spared(go);
    return go;
  }

  /** Tells the gate; what the caller is to be told. */
  private RuntimeException failed(Go go, DependencyFailure failure, Instant began) {
    var fault = failure.fault();
    if (fault.dependency() == Dependency.CARTOGRAPHER) {
      gate.spared(go);
      return failure;
    }
    if (fault.dependency() != dependency || !fault.kind().passing()) {
      return answered(go, began, failure);
    }
    failures = new Failures(failures.inARow + 1, Optional.of(fault));
    if (fault.kind() == FaultKind.HTTP_429) {
      return gate.throttled(go, fault.retryAfter(), clock.instant())
          .<RuntimeException>map(held -> new HeldBack(dependency, held))
          .orElse(failure);
    }
    gate.failed(go, since(began), fault.retryAfter(), clock.instant());
    return failure;
  }

  /** One waits for the next turn, and the others for that one: they need not all wake for it. */
  private Go enter(boolean again) {
    var hadTurn = false;
    lock.lock();
    try {
      var left = PATIENCE.toNanos();
      while (left > 0) {
        switch (gate.ask(again, clock.instant())) {
          case Go go -> {
            return go;
          }
          case Held held -> throw new HeldBack(dependency, held);
          case Soon(var at) when !turnAwaited -> {
            turnAwaited = true;
            hadTurn = true;
            var wait = Math.min(left, Duration.between(clock.instant(), at).toNanos());
            left -= wait - Math.max(0, freed.awaitNanos(wait));
            turnAwaited = false;
          }
          case Soon _, Full _ -> left = freed.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      turnAwaited = false;
      Thread.currentThread().interrupt();
    } finally {
      if (hadTurn) {
        freed.signal();
      }
      lock.unlock();
    }
    throw new HeldBack(dependency, new Held(Reason.BUSY, clock.instant()));
  }

  /** Tells the gate of an event, lets in whom it makes room for, and says if it shut or opened. */
  private <T> T told(Supplier<T> event) {
    T result;
    Optional<GateView> change;
    lock.lock();
    try {
      var before = view().shutSince();
      result = event.get();
      var after = view();
      letIn(after);
      change = Optional.of(after).filter(v -> v.shutSince().isPresent() != before.isPresent());
    } finally {
      lock.unlock();
    }
    change.ifPresent(changes);
    return result;
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

  /** See {@link Gate#secondTries}. */
  public int secondTries() {
    return gate.secondTries(clock.instant());
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
