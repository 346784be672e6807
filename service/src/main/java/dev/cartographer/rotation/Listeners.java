package dev.cartographer.rotation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Several listeners as one, told in order. */
public record Listeners(List<RotationListener> all) implements RotationListener {
  @Override
  public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
    all.forEach(l -> l.ended(claim, outcome, took, recorded));
  }

  @Override
  public void tooLate(Claim claim, Optional<String> left) {
    all.forEach(l -> l.tooLate(claim, left));
  }

  @Override
  public void surprised(Claim claim, RuntimeException bug) {
    all.forEach(l -> l.surprised(claim, bug));
  }

  @Override
  public void storeFailed(String why) {
    all.forEach(l -> l.storeFailed(why));
  }

  @Override
  public void storeAnswered() {
    all.forEach(RotationListener::storeAnswered);
  }
}
