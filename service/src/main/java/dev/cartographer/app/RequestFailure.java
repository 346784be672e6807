package dev.cartographer.app;

import dev.cartographer.view.Problem;
import java.util.Optional;
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

  /** An agent asks for what is delivered to its cluster. */
  static RequestFailure notPulled() {
    return new RequestFailure(
        problem(
            404,
            "CTG-4004",
            "Tokens of this cluster are not to be asked for",
            "They are delivered where the cluster's target says.",
            "Read them there, or change the target to pull",
            null));
  }

  static RequestFailure anotherToken() {
    return new RequestFailure(
        problem(
            409,
            "CTG-4009",
            "That is not the token that was delivered last",
            "Another generation was delivered since, or never this one.",
            "Read the token again and report that one",
            null));
  }

  static Problem tooOften() {
    return problem(
        429,
        "CTG-4029",
        "The agents of this cluster ask too often",
        "Each process answers so many of their requests in a second, and no more.",
        "Wait as long as Retry-After says; ask with Prefer: wait=30",
        null);
  }

  static Problem noToken(Optional<String> why) {
    return problem(
        503,
        "CTG-5003",
        "There is no token at the moment",
        why.map(fault -> "What stands in the way: " + fault + ".").orElse("It is being made."),
        "Keep the token you hold and ask again after Retry-After",
        null);
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
