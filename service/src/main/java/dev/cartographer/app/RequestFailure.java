package dev.cartographer.app;

import dev.cartographer.view.Problem;
import org.jspecify.annotations.Nullable;

/** A request that can't be answered, with what its sender is told. */
final class RequestFailure extends RuntimeException {
  private final transient Problem problem;

  private RequestFailure(Problem problem) {
    super(problem.title());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  static RequestFailure notFound(String noun, String name) {
    return new RequestFailure(
        problem(
            404,
            "CTG-4004",
            "There is no such " + noun,
            "No " + noun + " of this name is enrolled.",
            "List what there is: cartographer get " + noun + "s",
            null));
  }

  static RequestFailure noIncident(long id, String which) {
    return new RequestFailure(
        problem(
            404,
            "CTG-4004",
            "There is no such incident",
            "There is no " + which + " of number " + id + ".",
            "List what there is: GET /api/v1/incidents",
            null));
  }

  static RequestFailure invalid(String detail) {
    return new RequestFailure(
        problem(400, "CTG-4000", "The request is not understood", detail, null, null));
  }

  static Problem problem(
      int status,
      String code,
      String title,
      String detail,
      @Nullable String remedy,
      @Nullable String reference) {
    return new Problem("/docs/errors#" + code, title, status, detail, code, reference, remedy);
  }
}
