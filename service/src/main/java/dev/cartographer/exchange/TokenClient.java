package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import java.time.Clock;
import java.time.Instant;

/** Asks for one token and takes it only if it is the one asked for; names the fault otherwise. */
final class TokenClient {
  private final Authorities authorities;
  private final OutboundHttp http;
  private final Clock clock;

  TokenClient(Authorities authorities, OutboundHttp http, Clock clock) {
    this.authorities = authorities;
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
    return ask(request, request.expected());
  }

  /** The same, the answer held against more than the dialect alone would. */
  BearerToken ask(TokenRequest request, Expected expected) {
    var place = new Place(request.dependency(), request.authority().toString());
    try {
      var ask = request.http(authorities.reach(request.authority(), request.needs()));
      place = new Place(request.dependency(), ask.endpoint().toString());
      return token(request, expected, http.send(ask), place);
    } catch (Mishap mishap) {
      throw place.failure(mishap);
    }
  }

  private BearerToken token(
      TokenRequest request, Expected expected, HttpAnswer answer, Place place) {
    var error = ServerError.in(answer);
    if (!answer.successful() || !error.isNone()) {
      throw refused(request, answer, error, place);
    }
    if (!answer.isJson()) {
      throw Mishap.badResponse(answer.status() + " and something that is not application/json");
    }
    var body = StrictJson.object(answer.body().reveal());
    var issued = TokenAnswer.in(body, request.members(), answer.sentAt());
    return IssuedCheck.check(issued, expected, answer.sentAt(), clock.instant());
  }

  private RuntimeException refused(
      TokenRequest request, HttpAnswer answer, ServerError error, Place place) {
    var refusal = request.refusal(answer.status(), error);
    var detail = place.answered(answer.status(), error, request.secrets());
    var fault = fault(refusal, request.dependency(), detail, answer, clock.instant());
    return refusal == Refusal.SUBJECT ? new SubjectRefused(fault) : new DependencyFailure(fault);
  }

  private static Fault fault(
      Refusal refusal, Dependency asked, String detail, HttpAnswer answer, Instant now) {
    return switch (refusal) {
      case IDENTITY -> new Fault(Dependency.CLUSTER, FaultKind.IDENTITY_REJECTED, detail);
      case OURS -> new Fault(Dependency.CARTOGRAPHER, FaultKind.HTTP_4XX, detail);
      case SUBJECT, ENTITLEMENT -> new Fault(asked, FaultKind.NOT_ENTITLED, detail);
      case OUTAGE -> new Fault(asked, FaultKind.HTTP_5XX, detail, answer.askedToWait(now));
      case UNNAMED -> answer.fault(asked, detail, now);
    };
  }
}
