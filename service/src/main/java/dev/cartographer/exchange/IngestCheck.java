package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.secret.SecretText;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Shows a new token to where agents ship, before any agent gets it. */
final class IngestCheck {
  private final OutboundHttp http;
  private final Clock clock;

  IngestCheck(OutboundHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * Makes the call.
   *
   * @param scheme in which an agent will show the token
   * @throws DependencyFailure laid to the service, when it does not take the token it has issued,
   *     or does not answer
   */
  void check(Dependency service, Verification call, String scheme, BearerToken token) {
    var place = new Place(service, call.endpoint().toString());
    try {
      var answer = http.send(ask(call, scheme, token));
      if (!call.statuses().contains(answer.status())) {
        throw new DependencyFailure(fault(place, answer, token));
      }
    } catch (Mishap mishap) {
      throw place.failure(mishap);
    }
  }

  private static HttpAsk ask(Verification call, String scheme, BearerToken token) {
    return new HttpAsk(
        call.method(),
        call.endpoint(),
        Optional.empty(),
        Optional.of(new SecretText(scheme + " " + token.text().reveal())),
        call.body().isPresent() ? call.contentType() : "",
        new SecretText(call.body().orElse("")),
        call.timeout());
  }

  private Fault fault(Place place, HttpAnswer answer, BearerToken token) {
    var status = answer.status();
    if (status == 401 || status == 403) {
      var detail = place + " answered " + status + " to a token just issued for it";
      return new Fault(place.dependency(), FaultKind.TOKEN_REFUSED, detail);
    }
    var error = ServerError.in(answer);
    var detail =
        place.answered(status, error, List.of(token.text())) + " to the call that verifies a token";
    return answer.fault(place.dependency(), detail, clock.instant());
  }
}
