package dev.cartographer.exchange;

import dev.cartographer.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in one request, before it is said whose request it was. {@link #what} goes on
 * from "IAM (https://…) …"; it holds no secret, and nothing of an answer that may be a token.
 */
final class Mishap extends RuntimeException {
  private final FaultKind kind;
  private final String what;

  Mishap(FaultKind kind, String what, @Nullable Throwable cause) {
    super(what, cause);
    this.kind = kind;
    this.what = what;
  }

  /** The answer is not what the protocol says. */
  static Mishap badResponse(String what) {
    return new Mishap(FaultKind.BAD_RESPONSE, "answered with " + what, null);
  }

  /** The answer is well formed, but not the token that was asked for. */
  static Mishap wrongToken(String what) {
    return new Mishap(FaultKind.WRONG_TOKEN, "issued " + what, null);
  }

  /** What was configured here does not go together with what the server offers. */
  static Mishap misconfigured(String what) {
    return new Mishap(FaultKind.LOCAL, what, null);
  }

  FaultKind kind() {
    return kind;
  }

  String what() {
    return what;
  }
}
