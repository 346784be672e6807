package dev.cartographer.fault;

import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link Fault} from the client that saw it to the rotation, which turns it into an
 * outcome. Thrown in {@code secret} resolution, {@code exchange} and {@code delivery} only.
 */
public class DependencyFailure extends RuntimeException {
  private final transient Fault fault;

  public DependencyFailure(Fault fault) {
    this(fault, null);
  }

  public DependencyFailure(Fault fault, @Nullable Throwable cause) {
    super(fault.detail(), cause);
    this.fault = fault;
  }

  public final Fault fault() {
    return fault;
  }
}
