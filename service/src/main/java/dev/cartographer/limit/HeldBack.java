package dev.cartographer.limit;

import dev.cartographer.fault.Dependency;
import dev.cartographer.limit.Admission.Held;

/**
 * A call was not made, since its gate holds calls back. Nobody is at fault by it: whatever is, is
 * told by the calls that were made.
 */
public final class HeldBack extends RuntimeException {
  private final transient Dependency dependency;
  private final transient Held held;

  HeldBack(Dependency dependency, Held held) {
    super(dependency.word() + " held back: " + held.reason().word(), null, false, false);
    this.dependency = dependency;
    this.held = held;
  }

  public Dependency dependency() {
    return dependency;
  }

  public Held held() {
    return held;
  }
}
