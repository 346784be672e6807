package dev.cartographer.pull;

import dev.cartographer.delivery.Pickups;
import dev.cartographer.delivery.PullDelivery;
import dev.cartographer.delivery.Shelf;
import dev.cartographer.fleet.Signal;
import dev.cartographer.pull.Asked.Standing;
import dev.cartographer.token.Note;
import dev.cartographer.token.Pickup;
import dev.cartographer.token.RenewalPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where agents ask for their tokens, each on a virtual thread of its own that may wait here.
 *
 * <p>A token is handed over by the process that made it and by no other. An agent that asks another
 * one gets a new token, made there; so nothing of a token is ever written down. Which process
 * renews a binding follows its agents: it is where the agent waits that holds the newest token.
 */
public final class PullDesk {
  /** A token that is being made is worth this wait, even to an agent that would not wait. */
  private static final Duration MAKING = Duration.ofSeconds(10);

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final Asked asked;
  private final Runnable nudge;
  private final Pickups pickups;
  private final PullDelivery delivery;
  private final RenewalPolicy renewal;
  private final Clock clock;
  private final int most;
  private final Semaphore places;

  /**
   * A desk at which nobody asks yet.
   *
   * @param nudge tells the queue of this process that something is due
   * @param pickups is told which tokens agents show to hold
   * @param most how many may be here at once
   */
  public PullDesk(
      Asked asked,
      Runnable nudge,
      Pickups pickups,
      PullDelivery delivery,
      RenewalPolicy renewal,
      int most,
      Clock clock) {
    this.asked = asked;
    this.nudge = nudge;
    this.pickups = pickups;
    this.delivery = delivery;
    this.renewal = renewal;
    this.most = most;
    this.places = new Semaphore(most);
    this.clock = clock;
  }

  /**
   * Gives an agent its own cluster's token.
   *
   * @param holds the token that the agent says it holds
   * @param wait how long it waits for another one; zero when it does not
   */
  public Answer ask(Caller caller, Signal signal, Optional<Tag> holds, Duration wait) {
    if (!places.tryAcquire()) {
      return new Answer.NotNow(Optional.of("too many agents wait already"), SHORTEST_PAUSE);
    }
    try {
      return asked
          .standing(caller, signal)
          .map(standing -> new Visit(caller, signal, holds, standing).answer(wait))
          .orElseGet(Answer.Gone::new);
    } finally {
      places.release();
    }
  }

  /** How many agents are here, most of them waiting. */
  public int present() {
    return most - places.availablePermits();
  }

  /** One agent at the desk. */
  private final class Visit {
    private final Caller caller;
    private final Signal signal;
    private final Optional<Tag> holds;
    private final Standing standing;
    private final Shelf shelf;
    private final boolean content;

    Visit(Caller caller, Signal signal, Optional<Tag> holds, Standing standing) {
      this.caller = caller;
      this.signal = signal;
      this.holds = holds;
      this.standing = standing;
      this.shelf = delivery.shelf(caller.cluster(), signal);
      shelf.asked(clock.instant());
      this.content = isContent();
    }

    /** Whether the agent holds a token that need not be replaced at once. */
    private boolean isContent() {
      var recorded = held(standing.recorded());
      recorded.ifPresent(shelf::shown);
      if (recorded.isPresent() && !standing.here()) {
        asked.move(caller, signal, clock.instant());
      }
      var good = recorded.or(() -> held(offered().map(Shelf.Offer::note)));
      good.filter(note -> note.generation() > standing.picked()).ifPresent(this::taken);
      return good.isPresent();
    }

    /** It asks with the token's tag: so it has written it. */
    private void taken(Note note) {
      pickups.seen(caller.cluster(), signal, note, Pickup.How.PULL, clock.instant());
    }

    private Optional<Shelf.Offer> offered() {
      return shelf.offer(caller.version(), clock.instant());
    }

    /** The note, if it is that of a token which the agent holds and which lasts. */
    private Optional<Note> held(Optional<Note> note) {
      return note.filter(n -> holds.filter(tag -> tag.names(n)).isPresent())
          .filter(n -> !n.expiredAt(clock.instant()));
    }

    Answer answer(Duration wait) {
      var left = content || wait.compareTo(MAKING) > 0 ? wait : MAKING;
      while (true) {
        var change = shelf.change();
        var offer = offer();
        if (offer.isPresent()) {
          return handOver(offer.get());
        }
        if (!left.isPositive()) {
          return content ? new Answer.Unchanged(holds.orElseThrow()) : notNow();
        }
        var due = due();
        if (!due.isPositive() && shelf.want(clock.instant())) {
          asked.need(caller, signal, clock.instant());
          nudge.run();
        }
        left = left.minus(await(change, due.isPositive() && due.compareTo(left) < 0 ? due : left));
        if (!content && change.isDone() && offer().isEmpty()) {
          return notNow();
        }
      }
    }

    /** A token for the agent: any, unless it holds a good one; then a higher generation. */
    private Optional<Shelf.Offer> offer() {
      return offered()
          .filter(offer -> holds.filter(tag -> tag.names(offer.note())).isEmpty())
          .filter(offer -> !content || higher(offer.note()));
    }

    private boolean higher(Note note) {
      return holds.filter(tag -> tag.generation() >= note.generation()).isEmpty();
    }

    /**
     * How long until a new token is to be asked for. The newest token of all is renewed by the
     * queue; one that was made here before another process made the newest is renewed by us.
     */
    private Duration due() {
      if (!content) {
        return Duration.ZERO;
      }
      return shelf
          .note()
          .filter(note -> !standing.recorded().equals(Optional.of(note)))
          .map(note -> renewal.renewAt(caller.cluster(), note))
          .map(at -> Duration.between(clock.instant(), at))
          .orElse(LONGEST_PAUSE);
    }

    private Answer handOver(Shelf.Offer offer) {
      asked.handedOver(caller, signal, offer.note(), clock.instant());
      return new Answer.Fresh(offer.token(), offer.note());
    }

    private Answer notNow() {
      return asked
          .standing(caller, signal)
          .<Answer>map(now -> new Answer.NotNow(now.fault(), pause(now.nextAt())))
          .orElseGet(Answer.Gone::new);
    }

    private Duration pause(Instant until) {
      return bounded(Duration.between(clock.instant(), until));
    }
  }

  private static Duration bounded(Duration pause) {
    if (pause.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Waits for a change, no longer than this; how long it took. */
  private Duration await(CompletableFuture<Void> change, Duration longest) {
    Instant before = clock.instant();
    try {
      change.get(longest.toNanos(), TimeUnit.NANOSECONDS);
      return Duration.between(before, clock.instant());
    } catch (TimeoutException e) {
      return longest;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a change does not fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LONGEST_PAUSE;
    }
  }
}
