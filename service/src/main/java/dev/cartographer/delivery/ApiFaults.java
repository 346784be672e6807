package dev.cartographer.delivery;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Name;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Locale;

/**
 * Names the answers of an API server that are not the one hoped for.
 *
 * @param kind of the object, such as Secret
 * @param name of the object
 * @param hidden what must not be quoted back
 */
record ApiFaults(String server, Name namespace, String kind, String name, List<SecretText> hidden) {

  DependencyFailure of(ApiAnswer answer) {
    return switch (answer.status()) {
      case 401 -> refused(answer, "it does not accept the kubeconfig's credential");
      case 403 -> forbidden(answer);
      case 400, 422 -> refused(answer, "it refuses the " + kind + " as we sent it");
      case 404 -> missing(answer);
      case 429 -> failure(FaultKind.HTTP_429, answer, "it asks to be left alone for a while");
      default -> ofClass(answer);
    };
  }

  private DependencyFailure ofClass(ApiAnswer answer) {
    return switch (answer.status() / 100) {
      case 3 ->
          failure(FaultKind.BAD_RESPONSE, answer, "it sends us elsewhere, where we don't follow");
      case 4 -> failure(FaultKind.HTTP_4XX, answer, "it refuses the request");
      case 5 -> failure(FaultKind.HTTP_5XX, answer, "it has failed");
      default -> failure(FaultKind.BAD_RESPONSE, answer, "that is no answer to our request");
    };
  }

  /** For an answer of status 200 or 201 that does not hold what it should. */
  DependencyFailure senseless(ApiAnswer answer) {
    return failure(FaultKind.BAD_RESPONSE, answer, "it answered with something else");
  }

  /** For an object that comes back from a write other than it was sent. */
  DependencyFailure altered(ApiAnswer answer) {
    return failure(
        FaultKind.DELIVERY_CONFLICT,
        answer,
        "what it stored is not what we sent: something in the cluster rewrites it");
  }

  private DependencyFailure forbidden(ApiAnswer answer) {
    for (var cause : answer.json().at("/details/causes")) {
      if (cause.path("reason").asText().equals("NamespaceTerminating")) {
        return failure(FaultKind.DELIVERY_MISSING, answer, "the namespace is being deleted");
      }
    }
    return refused(
        answer,
        "it forbids it; needed are get, create and patch on "
            + kind.toLowerCase(Locale.ROOT)
            + "s in namespace "
            + namespace
            + ", and no policy or quota against it");
  }

  private DependencyFailure missing(ApiAnswer answer) {
    return answer.notFound("namespaces")
        ? failure(FaultKind.DELIVERY_MISSING, answer, "there is no namespace " + namespace)
        : failure(FaultKind.HTTP_4XX, answer, "it does not know the path: is it an API server?");
  }

  private DependencyFailure refused(ApiAnswer answer, String why) {
    return failure(FaultKind.DELIVERY_REFUSED, answer, why);
  }

  private DependencyFailure failure(FaultKind fault, ApiAnswer answer, String why) {
    var words = Excerpt.of(answer.message(), hidden);
    var detail =
        kind
            + " "
            + namespace
            + "/"
            + name
            + " at "
            + server
            + ": "
            + why
            + " (status "
            + answer.status()
            + ")"
            + (words.isEmpty() ? "" : ": " + words);
    return new DependencyFailure(new Fault(Dependency.CLUSTER, fault, detail, answer.retryAfter()));
  }
}
