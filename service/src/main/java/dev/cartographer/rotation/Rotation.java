package dev.cartographer.rotation;

import dev.cartographer.delivery.Delivery;
import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.exchange.Attempt;
import dev.cartographer.exchange.Exchange;
import dev.cartographer.exchange.Exchanged;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.limit.Admission;
import dev.cartographer.limit.HeldBack;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy.Wish;
import dev.cartographer.token.ServiceToken;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps one binding's token fresh: reads what the cluster holds and, if that is due, exchanges the
 * cluster's identity for a new token and delivers it.
 *
 * <p>Keeps nothing between calls. What the cluster holds is believed over what the database
 * remembers, so a lost database, a second replica and a Secret deleted by hand all lead to the same
 * next step.
 *
 * <p>A failing dependency is an outcome, not an exception; the token that the cluster already holds
 * is left as it is.
 */
public final class Rotation {
  private final Exchange exchange;
  private final Removal removal;
  private final Delivery delivery;
  private final Audit audit;
  private final Schedule schedule;
  private final Clock clock;
  private final Retirement retirement;

  public Rotation(
      Exchange exchange, Delivery delivery, Audit audit, Schedule schedule, Clock clock) {
    this.exchange = exchange;
    this.delivery = delivery;
    this.removal = new Removal(delivery, clock);
    this.audit = audit;
    this.schedule = schedule;
    this.clock = clock;
    this.retirement = new Retirement(exchange, delivery, audit, schedule, clock);
  }

  /**
   * Brings one claimed binding to its outcome.
   *
   * @param whereabouts is told while it waits for the cluster
   * @throws StoreFailure when the audit trail can't be written; then nothing was delivered
   */
  public RotationOutcome rotate(Claim claim, Whereabouts whereabouts) {
    try {
      if (claim.wish() == Wish.LEAVING) {
        return removal.remove(claim, whereabouts);
      }
      var held = whereabouts.atCluster(() -> delivery.held(claim.binding()));
      var unconfigured = whereabouts.atCluster(() -> unconfigured(claim));
      return switch (schedule.decide(claim, held, clock.instant())) {
        case Renewal.NotDue(var note, var renewAt) ->
            unconfigured.isPresent()
                ? failed(claim, unconfigured.get(), List.of())
                : look(claim, held, note, renewAt, whereabouts);
        case Renewal.Due(var reason) ->
            unconfigured.isPresent() && !(held instanceof Held.Present)
                ? failed(claim, unconfigured.get(), List.of())
                : sooner(claim, renew(claim, held, reason, whereabouts), unconfigured);
      };
    } catch (DependencyFailure failure) {
      return failed(claim, failure.fault(), List.of());
    } catch (HeldBack held) {
      return waits(held, List.of());
    }
  }

  /**
   * Takes back what this claim has delivered, since its cluster has left meanwhile.
   *
   * @return what was not taken back, and why; empty when all was
   */
  public Optional<String> undo(Claim claim, RotationOutcome outcome) {
    return switch (outcome) {
      case Rotated(var note, var _, var _, var _) -> removal.undo(claim, note);
      case Fresh _, Failed _, Waits _, Gone _ -> Optional.empty();
    };
  }

  /**
   * Why the agent's configuration is not there. Without it a first token would be of no use; but a
   * token that is in use is renewed all the same, and the failure told at the next look.
   */
  private Optional<Fault> unconfigured(Claim claim) {
    try {
      delivery.configure(claim.binding());
      return Optional.empty();
    } catch (DependencyFailure failure) {
      return Optional.of(failure.fault());
    }
  }

  private RotationOutcome sooner(
      Claim claim, RotationOutcome outcome, Optional<Fault> unconfigured) {
    if (unconfigured.isEmpty()
        || !(outcome instanceof Rotated(var note, var reason, _, var attempts))) {
      return outcome;
    }
    var now = clock.instant();
    var wait = schedule.retryAfter(claim, unconfigured.get(), now);
    return new Rotated(note, reason, now.plus(wait), attempts);
  }

  private Fresh look(Claim claim, Held held, Note note, Instant renewAt, Whereabouts whereabouts) {
    var look = retirement.look(claim, held, whereabouts);
    return fresh(note, sooner(renewAt, look.again()), look.attempts());
  }

  private RotationOutcome renew(Claim claim, Held held, Reason reason, Whereabouts whereabouts) {
    return switch (exchange.tokenFor(claim.binding(), claim.failedAt())) {
      case Exchanged.Failed(var fault, var attempts) -> failed(claim, fault, attempts);
      case Exchanged.Held(var why, var attempts) -> waits(why, attempts);
      case Exchanged.Issued(var token, var attempts) -> {
        var note = Note.of(nextGeneration(claim, held), token);
        audit.intend(claim, note, reason, clock.instant());
        var all = joined(attempts, retirement.makeRoom(claim, held));
        yield whereabouts.atCluster(() -> deliver(claim, token, note, reason, all));
      }
    };
  }

  private RotationOutcome deliver(
      Claim claim, ServiceToken token, Note note, Reason reason, List<Attempt> attempts) {
    try {
      return switch (delivery.deliver(claim.binding(), token, note)) {
        case Delivered.Done() -> rotated(claim, note, reason, attempts);
        case Delivered.Outrun(var newer) -> fresh(newer, schedule.renewAt(claim, newer), attempts);
      };
    } catch (DependencyFailure failure) {
      return failed(claim, failure.fault(), attempts);
    } catch (HeldBack held) {
      return waits(held, attempts);
    }
  }

  private Rotated rotated(Claim claim, Note note, Reason reason, List<Attempt> attempts) {
    var renewAt = sooner(schedule.renewAt(claim, note), retirement.afterDelivery(claim, note));
    var nextAt = schedule.nextLook(renewAt, clock.instant());
    return new Rotated(note, reason, nextAt, attempts);
  }

  private static Instant sooner(Instant renewAt, Optional<Instant> other) {
    return other.filter(renewAt::isAfter).orElse(renewAt);
  }

  private static List<Attempt> joined(List<Attempt> first, List<Attempt> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private Fresh fresh(Note note, Instant renewAt, List<Attempt> attempts) {
    return new Fresh(note, schedule.nextLook(renewAt, clock.instant()), attempts);
  }

  private Failed failed(Claim claim, Fault fault, List<Attempt> attempts) {
    var now = clock.instant();
    var wait = schedule.retryAfter(claim, fault, now);
    return new Failed(fault, wait, now.plus(wait), attempts);
  }

  /**
   * Back into the queue. What a lane as a whole waits for leaves its bindings due: the lane goes on
   * by urgency once its gate opens. What holds this binding alone back says until when.
   */
  private Waits waits(HeldBack held, List<Attempt> attempts) {
    var reason = held.held().reason();
    var alone = held.dependency() == Dependency.CLUSTER || reason == Admission.Reason.BUDGET;
    var nextAt = alone ? held.held().until() : clock.instant();
    return new Waits(held.dependency(), reason, nextAt, attempts);
  }

  /** One more than the highest generation known, be it the cluster's or the database's. */
  private static long nextGeneration(Claim claim, Held held) {
    var recorded = claim.recorded().map(Note::generation).orElse(0L);
    return switch (held) {
      case Held.Present(var note, _) -> Math.max(note.generation(), recorded) + 1;
      case Held.Absent(), Held.Unreadable(_) -> recorded + 1;
    };
  }
}
