package dev.cartographer.cli;

import dev.cartographer.view.Problem;

/** Tells a failure: what happened, why, what to do, reference. */
final class Failures {
  private Failures() {}

  /** Speaks to standard error; the exit code that fits. */
  static int tell(Exception failure, Terminal terminal) {
    return switch (failure) {
      case ApiFailure.Unreachable there -> {
        terminal.talk("No server answers at " + there.server() + " (" + there.getMessage() + ").");
        terminal.talk("Start one with: cartographer serve, or name another with --server URL.");
        yield ExitCode.ERROR;
      }
      case ApiFailure.Odd odd -> {
        terminal.talk(
            "What answers there is no Cartographer: status "
                + odd.status()
                + " without an explanation. Check --server.");
        yield ExitCode.ERROR;
      }
      case ApiFailure.Refused refused -> tell(refused.problem(), terminal);
      case Connection.NoToken none -> {
        terminal.talk(String.valueOf(none.getMessage()));
        yield ExitCode.LOGIN;
      }
      case Exception ours -> {
        terminal.talk("This is a bug of Cartographer's: " + ours);
        yield ExitCode.ERROR;
      }
    };
  }

  private static int tell(Problem problem, Terminal terminal) {
    terminal.talk(problem.title() + ". " + problem.detail());
    if (problem.remedy() != null) {
      terminal.talk(problem.remedy() + ".");
    }
    var reference = problem.reference() == null ? "" : ", reference " + problem.reference();
    terminal.talk("See docs/errors.md, " + problem.code() + reference + ".");
    return switch (problem.status()) {
      case 401, 403 -> ExitCode.LOGIN;
      case 404 -> ExitCode.NOT_FOUND;
      case 409, 412 -> ExitCode.CONFLICT;
      default -> ExitCode.ERROR;
    };
  }
}
