package dev.cartographer.rotation;

import dev.cartographer.fault.Dependency;
import dev.cartographer.limit.Gates;
import dev.cartographer.limit.Guard;
import dev.cartographer.rotation.Shares.Take;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;

/**
 * How much of each lane is worked on at once. A lane has as many places as keep its IAM and its
 * service busy: twice what the narrower of them takes, since a claim spends half of its time
 * elsewhere, and a few. No more, since what is claimed is no longer in the order of urgency.
 */
public final class Lanes {
  private static final int BESIDES = 16;

  /** Of how many claims the time that they take is the mean. */
  private static final int REMEMBERED = 64;

  private final ToIntFunction<Lane> width;
  private final ToIntFunction<Lane> secondTries;
  private final Map<Lane, State> states = new ConcurrentHashMap<>();

  private static final class State {
    private final Shares shares = new Shares();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong lasts = new AtomicLong();
    private final AtomicInteger wakeBelow = new AtomicInteger();
  }

  /**
   * Lanes with no place taken.
   *
   * @param width how many calls the narrower of a lane's IAM and service takes at once
   * @param secondTries how many second tries the narrower of them takes
   */
  public Lanes(ToIntFunction<Lane> width, ToIntFunction<Lane> secondTries) {
    this.width = width;
    this.secondTries = secondTries;
  }

  /** Lanes as wide as the gates before their dependencies. */
  static Lanes before(Gates gates) {
    return new Lanes(narrower(gates, Guard::width), narrower(gates, Guard::secondTries));
  }

  private static ToIntFunction<Lane> narrower(Gates gates, ToIntFunction<Guard> takes) {
    return lane ->
        Math.min(
            takes.applyAsInt(gates.of(lane.region(), Dependency.IAM)),
            takes.applyAsInt(gates.of(lane.region(), Dependency.issuing(lane.signal()))));
  }

  /** The count of places taken in a lane. */
  public AtomicInteger places(Lane lane) {
    return state(lane).taken;
  }

  /**
   * What to claim of a lane.
   *
   * @param most no more than this, whatever the lane takes
   * @param again whether second tries are to be taken; no more than their budget allows, since what
   *     is claimed only to be held back costs a look at its cluster and a write
   */
  public Take take(Backlog backlog, int most, boolean again) {
    var state = state(backlog.lane());
    var due = backlog.withRetry(again ? secondTries.applyAsInt(backlog.lane()) : 0);
    var window = window(backlog.lane());
    var take = state.shares.of(due, Math.clamp(window - state.taken.get(), 0, Math.max(0, most)));
    state.wakeBelow.set(take.all() < due.due() ? Math.max(1, window / 2) : 0);
    return take.leading(lead(state));
  }

  /** Whether more was due than was taken, and half of the lane has come free since; told once. */
  public boolean hungry(Lane lane) {
    var state = state(lane);
    var below = state.wakeBelow.get();
    return state.taken.get() < below && state.wakeBelow.compareAndSet(below, 0);
  }

  /** A claim of the lane has brought its token to where it belongs, and took so long. */
  public void delivered(Lane lane, Duration took) {
    var nanos = took.toNanos();
    state(lane)
        .lasts
        .updateAndGet(lasts -> lasts == 0 ? nanos : lasts + (nanos - lasts) / REMEMBERED);
  }

  /**
   * As long as claims of the lane have taken of late, and half as long again. Where not all can be
   * saved, to take the one that ends first again and again saves none: each comes too late by the
   * time that a claim takes.
   */
  private static Duration lead(State state) {
    return Duration.ofNanos(state.lasts.get() * 3 / 2);
  }

  private State state(Lane lane) {
    return states.computeIfAbsent(lane, _ -> new State());
  }

  private int window(Lane lane) {
    var narrower = width.applyAsInt(lane);
    return narrower <= 1 ? narrower : 2 * narrower + BESIDES;
  }
}
