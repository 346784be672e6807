package dev.cartographer.rotation;

import dev.cartographer.delivery.Delivery;
import dev.cartographer.delivery.Delivery.TakenBack;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.limit.HeldBack;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.token.Note;
import java.time.Clock;
import java.util.Optional;

/**
 * Takes back what a binding was given whose cluster leaves.
 *
 * <p>It is tried until the last token that was delivered has ended. Then nothing of worth is left
 * there, and a cluster that can't be reached, perhaps since it is no more, keeps its name no
 * longer.
 */
final class Removal {
  private final Delivery delivery;
  private final Clock clock;

  Removal(Delivery delivery, Clock clock) {
    this.delivery = delivery;
    this.clock = clock;
  }

  /**
   * Takes everything of ours back.
   *
   * @throws DependencyFailure when the cluster fails and holds, as far as known, a token that lasts
   * @throws HeldBack when others keep its API server busy, and the same
   */
  Gone remove(Claim claim, Whereabouts whereabouts) {
    try {
      var binding = claim.binding();
      return switch (whereabouts.atCluster(() -> delivery.takeBack(binding, _ -> true))) {
        case TakenBack.Done() -> gone(Optional.empty());
        case TakenBack.Left(var why) -> gone(Optional.of(why));
      };
    } catch (DependencyFailure failure) {
      if (holdsNothingThatLasts(claim)) {
        return gone(Optional.of("its token has ended, and " + failure.fault().detail()));
      }
      throw failure;
    } catch (HeldBack held) {
      if (holdsNothingThatLasts(claim)) {
        return gone(Optional.of("its token has ended, and its API server is kept busy"));
      }
      throw held;
    }
  }

  /**
   * Takes one token back that was delivered too late: its cluster has left meanwhile.
   *
   * @return what was not taken back, and why
   */
  Optional<String> undo(Claim claim, Note delivered) {
    try {
      return switch (delivery.takeBack(claim.binding(), delivered::equals)) {
        case TakenBack.Done() -> Optional.empty();
        case TakenBack.Left(var why) -> Optional.of(why);
      };
    } catch (DependencyFailure failure) {
      return Optional.of(failure.fault().detail());
    } catch (HeldBack held) {
      return Optional.of("its API server is kept busy");
    }
  }

  private boolean holdsNothingThatLasts(Claim claim) {
    return claim.recorded().map(note -> note.expiredAt(clock.instant())).orElse(true);
  }

  private Gone gone(Optional<String> left) {
    return new Gone(left, clock.instant());
  }
}
