package dev.cartographer.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cartographer.exchange.ServiceStep.ElasticsearchApiKey;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.secret.SecretText;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks for one token to be revoked and takes only proof for an answer. */
final class RevocationClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final OutboundHttp http;
  private final Clock clock;

  RevocationClient(OutboundHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * Revokes a token (RFC 7009 §2). Only status 200 is proof: 503 says that the token exists still
   * (§2.2.1), and another 2xx says nothing.
   *
   * @throws Irrevocable when it can't be
   * @throws DependencyFailure when nobody knows
   */
  void revoke(Dependency service, Reached at, ClientAuthentication client, SecretText token) {
    var place = new Place(service, at.endpoint().toString());
    var ask =
        new Form()
            .with("token", token.reveal())
            .with("token_type_hint", "access_token")
            .to(at, client, TIMEOUT);
    var answer = answered(place, ask);
    var error = ServerError.in(answer);
    if (error.code().equals("unsupported_token_type")) {
      throw new Irrevocable(service, place + " revokes no tokens of this kind");
    }
    if (answer.status() != 200) {
      throw unproven(place, answer, error, List.of(token));
    }
  }

  /**
   * Invalidates an API key ({@code DELETE /_security/api_key}) as the one who made it.
   *
   * @throws DependencyFailure when nobody knows
   */
  void invalidate(Dependency service, ElasticsearchApiKey step, BearerToken bearer, ApiKey key) {
    var place = new Place(service, step.endpoint().toString());
    var answer = answered(place, deletion(step, bearer, key.id()));
    if (answer.status() != 200 || !invalidated(answer, key.id())) {
      throw unproven(place, answer, ServerError.in(answer), List.of(key.text(), bearer.text()));
    }
  }

  private static HttpAsk deletion(ElasticsearchApiKey step, BearerToken bearer, String id) {
    var body = JsonNodeFactory.instance.objectNode().put("owner", true);
    body.putArray("ids").add(id);
    return new HttpAsk(
        "DELETE",
        step.endpoint(),
        Optional.empty(),
        Optional.of(bearer.header()),
        "application/json",
        new SecretText(body.toString()),
        step.timeout());
  }

  /** Now or before: a try whose answer was lost has done it. */
  private static boolean invalidated(HttpAnswer answer, String id) {
    try {
      var body = StrictJson.object(answer.body().reveal());
      return names(body.path("invalidated_api_keys"), id)
          || names(body.path("previously_invalidated_api_keys"), id);
    } catch (Mishap notJson) {
      return false;
    }
  }

  private static boolean names(JsonNode ids, String id) {
    for (var each : ids) {
      if (each.asText().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private HttpAnswer answered(Place place, HttpAsk ask) {
    try {
      return http.send(ask);
    } catch (Mishap mishap) {
      throw place.failure(mishap);
    }
  }

  private DependencyFailure unproven(
      Place place, HttpAnswer answer, ServerError error, List<SecretText> sent) {
    var detail =
        place.answered(answer.status(), error, sent) + ", which does not prove a token revoked";
    return new DependencyFailure(answer.fault(place.dependency(), detail, clock.instant()));
  }
}
