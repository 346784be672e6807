package dev.cartographer.rotation;

import java.time.Duration;
import java.util.List;

/** Several listeners as one, told in order. */
public record Listeners(List<RotationListener> all) implements RotationListener {
  @Override
  public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
    all.forEach(l -> l.ended(claim, outcome, took, recorded));
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
