package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Asks for one token and takes it only if it is the one asked for; names the fault otherwise. */
final class TokenClient {
  private final OutboundHttp http;
  private final Clock clock;

  TokenClient(OutboundHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * Sends the request and checks the answer.
   *
   * @throws SubjectRefused when the service wants another IAM token
   * @throws DependencyFailure when there is no token, whoever is at fault
   */
  BearerToken ask(TokenRequest request) {
    try {
      var answer = http.post(request.http());
      var error = ServerError.in(answer);
      if (!answer.successful() || !error.isNone()) {
        throw refused(request, answer, error);
      }
      return token(request, answer);
    } catch (Mishap mishap) {
      throw new DependencyFailure(fault(request, mishap), mishap);
    }
  }

  private BearerToken token(TokenRequest request, HttpAnswer answer) {
    if (!answer.isJson()) {
      throw Mishap.badResponse(answer.status() + " and something that is not application/json");
    }
    var body = StrictJson.object(answer.body().reveal());
    var issued = TokenAnswer.in(body, request.members(), answer.sentAt());
    return IssuedCheck.check(issued, request.expected(), answer.sentAt(), clock.instant());
  }

  /** Whoever stopped waiting was us. */
  private static Fault fault(TokenRequest request, Mishap mishap) {
    var blamed = mishap.kind() == FaultKind.LOCAL ? Dependency.CARTOGRAPHER : request.dependency();
    return new Fault(blamed, mishap.kind(), place(request) + " " + mishap.what());
  }

  private RuntimeException refused(TokenRequest request, HttpAnswer answer, ServerError error) {
    var refusal = request.refusal(answer.status(), error);
    var fault = fault(refusal, request.dependency(), sentence(request, answer, error), answer);
    return refusal == Refusal.SUBJECT ? new SubjectRefused(fault) : new DependencyFailure(fault);
  }

  private Fault fault(Refusal refusal, Dependency asked, String detail, HttpAnswer answer) {
    return switch (refusal) {
      case IDENTITY -> new Fault(Dependency.CLUSTER, FaultKind.IDENTITY_REJECTED, detail);
      case OURS -> new Fault(Dependency.CARTOGRAPHER, FaultKind.HTTP_4XX, detail);
      case SUBJECT, ENTITLEMENT -> new Fault(asked, FaultKind.NOT_ENTITLED, detail);
      case OUTAGE -> new Fault(asked, FaultKind.HTTP_5XX, detail, retryAfter(answer));
      case UNNAMED -> byStatus(asked, detail, answer);
    };
  }

  private Fault byStatus(Dependency asked, String detail, HttpAnswer answer) {
    var status = answer.status();
    if (status >= 500 && status < 600) {
      return new Fault(asked, FaultKind.HTTP_5XX, detail, retryAfter(answer));
    }
    if (status == 429) {
      return new Fault(asked, FaultKind.HTTP_429, detail, retryAfter(answer));
    }
    if (status == 408) {
      return new Fault(asked, FaultKind.TIMEOUT, detail);
    }
    var refused = status >= 400 && status < 500;
    return new Fault(asked, refused ? FaultKind.HTTP_4XX : FaultKind.BAD_RESPONSE, detail);
  }

  private Optional<Duration> retryAfter(HttpAnswer answer) {
    return answer.retryAfter().flatMap(header -> RetryAfter.of(header, clock.instant()));
  }

  private static String sentence(TokenRequest request, HttpAnswer answer, ServerError error) {
    var answered = place(request) + " answered " + answer.status();
    return error.isNone() ? answered : answered + " " + error.excerpt(request.secrets());
  }

  private static String place(TokenRequest request) {
    return name(request.dependency()) + " at " + request.http().endpoint();
  }

  private static String name(Dependency asked) {
    return switch (asked) {
      case IAM -> "IAM";
      case LOGGING -> "the logging service";
      case METRICS -> "the metrics service";
      case CLUSTER, CARTOGRAPHER -> asked.word();
    };
  }
}
