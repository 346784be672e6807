package dev.cartographer.rotation;

import dev.cartographer.delivery.Delivery;
import dev.cartographer.exchange.Attempt;
import dev.cartographer.exchange.Exchange;
import dev.cartographer.exchange.Revocation;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Revokes the token that was replaced, once the new one has lain in the cluster for long enough.
 *
 * <p>Keeps nothing itself: the old token lies beside the new one, with its tries, until it is
 * revoked, has ended, or has proved irrevocable; then it is taken away. A crash at any point leads
 * to the same try once more, which harms nobody (RFC 7009 §2.2).
 */
final class Retirement {
  private static final int MOST_TRIES = 6;
  private static final Duration POSTPONED = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final Delivery delivery;
  private final Audit audit;
  private final Schedule schedule;
  private final Clock clock;

  Retirement(Exchange exchange, Delivery delivery, Audit audit, Schedule schedule, Clock clock) {
    this.exchange = exchange;
    this.delivery = delivery;
    this.audit = audit;
    this.schedule = schedule;
    this.clock = clock;
  }

  /**
   * What a look at a cluster came to.
   *
   * @param again when there is something to do here next
   */
  record Look(List<Attempt> attempts, Optional<Instant> again) {
    private static final Look NOTHING = new Look(List.of(), Optional.empty());

    private static Look again(Instant when) {
      return new Look(List.of(), Optional.of(when));
    }
  }

  /** Does what is due for the token that was replaced by the one held. */
  Look look(Claim claim, Held held, Whereabouts whereabouts) {
    var revocation = exchange.revocation(claim.binding());
    if (revocation.isEmpty()
        || !(held instanceof Held.Present(var note, var kept))
        || kept.isEmpty()) {
      return Look.NOTHING;
    }
    var now = clock.instant();
    var old = kept.get();
    if (old.note().expiredAt(now) || old.note().fingerprint().equals(note.fingerprint())) {
      settle(claim, note, Optional.empty(), whereabouts);
      return Look.NOTHING;
    }
    var due = old.since().plus(wait(old, revocation.get()));
    return now.isBefore(due)
        ? Look.again(due)
        : tried(claim, note, old, revocation.get(), whereabouts);
  }

  private static Duration wait(Replaced old, Revocation revocation) {
    return old.tries() == 0 ? revocation.grace() : Schedule.revocationWait(old.tries());
  }

  private Look tried(
      Claim claim, Note note, Replaced old, Revocation revocation, Whereabouts whereabouts) {
    return switch (revocation.revoke(old)) {
      case Revocation.Outcome.Done(var attempts) -> {
        audit.revoked(claim, old.note(), clock.instant());
        settle(claim, note, Optional.empty(), whereabouts);
        yield new Look(attempts, Optional.empty());
      }
      case Revocation.Outcome.Failed(var fault, var attempts) when last(old) ->
          given(claim, note, old, fault.detail(), attempts, whereabouts);
      case Revocation.Outcome.Failed(var _, var attempts) -> {
        var more = old.triedInVain(clock.instant());
        settle(claim, note, Optional.of(more), whereabouts);
        yield new Look(attempts, Optional.of(schedule.nextRevocation(more)));
      }
      case Revocation.Outcome.Impossible(var why, var attempts) ->
          given(claim, note, old, why, attempts, whereabouts);
      case Revocation.Outcome.Postponed() -> Look.again(clock.instant().plus(POSTPONED));
    };
  }

  private static boolean last(Replaced old) {
    return old.tries() + 1 >= MOST_TRIES;
  }

  /** Gives it up: from now on it stands in the list of those that must end by themselves. */
  private Look given(
      Claim claim,
      Note note,
      Replaced old,
      String why,
      List<Attempt> attempts,
      Whereabouts whereabouts) {
    audit.irrevocable(claim, old.note(), why, clock.instant());
    settle(claim, note, Optional.empty(), whereabouts);
    return new Look(attempts, Optional.empty());
  }

  /**
   * Makes room for the token that is about to be replaced: there is place for one. An older one
   * that is there still is tried once more, if its grace is over, and then given up.
   */
  List<Attempt> makeRoom(Claim claim, Held held) {
    var revocation = exchange.revocation(claim.binding());
    if (revocation.isEmpty()
        || !(held instanceof Held.Present(var note, var kept))
        || kept.isEmpty()
        || kept.get().note().expiredAt(clock.instant())) {
      return List.of();
    }
    var old = kept.get();
    var inUseSince = note.issuedAt().plus(revocation.get().grace());
    if (clock.instant().isBefore(inUseSince)) {
      audit.irrevocable(claim, old.note(), "it was replaced twice in a row", clock.instant());
      return List.of();
    }
    var outcome = revocation.get().revoke(old);
    switch (outcome) {
      case Revocation.Outcome.Done _ -> audit.revoked(claim, old.note(), clock.instant());
      case Revocation.Outcome.Failed(var fault, var _) -> lost(claim, old, fault.detail());
      case Revocation.Outcome.Impossible(var why, var _) -> lost(claim, old, why);
      case Revocation.Outcome.Postponed() -> lost(claim, old, "the service was to be left alone");
    }
    return outcome.attempts();
  }

  private void lost(Claim claim, Replaced old, String why) {
    audit.irrevocable(claim, old.note(), why, clock.instant());
  }

  /** When the token that was replaced just now is to be looked at. */
  Optional<Instant> afterDelivery(Claim claim, Note delivered) {
    return exchange.revocation(claim.binding()).map(r -> delivered.issuedAt().plus(r.grace()));
  }

  private void settle(Claim claim, Note held, Optional<Replaced> left, Whereabouts whereabouts) {
    whereabouts.atCluster(() -> {
      delivery.settle(claim.binding(), held, left);
      return left;
    });
  }
}
