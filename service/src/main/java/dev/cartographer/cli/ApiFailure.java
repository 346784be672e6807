package dev.cartographer.cli;

import dev.cartographer.view.Problem;
import java.io.IOException;
import java.net.URI;

/** The server did not do what it was asked. */
abstract sealed class ApiFailure extends RuntimeException {
  private ApiFailure(String message) {
    super(message);
  }

  /** Nobody answers there. */
  static final class Unreachable extends ApiFailure {
    private final transient URI server;

    Unreachable(URI server, IOException cause) {
      super(cause.toString());
      initCause(cause);
      this.server = server;
    }

    URI server() {
      return server;
    }
  }

  /** It says no, and why. */
  static final class Refused extends ApiFailure {
    private final transient Problem problem;

    Refused(Problem problem) {
      super(problem.title());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  /** Something answers that is no Cartographer. */
  static final class Odd extends ApiFailure {
    private final int status;

    Odd(int status) {
      super("status " + status);
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
