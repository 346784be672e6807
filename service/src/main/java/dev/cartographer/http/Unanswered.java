package dev.cartographer.http;

import dev.cartographer.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/** No whole answer came back. {@link #what} goes on from "the pager …"; it holds no secret. */
public final class Unanswered extends RuntimeException {
  private final FaultKind kind;
  private final String what;
  private final boolean mayHaveArrived;

  Unanswered(FaultKind kind, String what, boolean mayHaveArrived, @Nullable Throwable cause) {
    super(what, cause);
    this.kind = kind;
    this.what = what;
    this.mayHaveArrived = mayHaveArrived;
  }

  public FaultKind kind() {
    return kind;
  }

  public String what() {
    return what;
  }

  /** Whether a connection stood, so that the other side may have done what it was asked. */
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }
}
