package dev.cartographer.pull;

import dev.cartographer.delivery.PullDelivery;
import dev.cartographer.fleet.Target;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import java.time.Duration;
import java.util.Optional;

/** Tells agents that wait for a token when none came of a try, so that they need not wait on. */
public record Disappointment(PullDelivery delivery) implements RotationListener {
  @Override
  public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
    var binding = claim.binding();
    switch (outcome) {
      case Failed _, Waits _ when binding.cluster().target() instanceof Target.Pull ->
          delivery.disappoint(binding);
      case Failed _, Waits _, Rotated _, Fresh _, Gone _ -> {}
    }
  }

  @Override
  public void tooLate(Claim claim, Optional<String> left) {}

  @Override
  public void surprised(Claim claim, RuntimeException bug) {}

  @Override
  public void storeFailed(String why) {}

  @Override
  public void storeAnswered() {}
}
