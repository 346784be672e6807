package dev.cartographer.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cartographer.exchange.ServiceStep.ElasticsearchApiKey;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks for one token to be revoked and takes only proof for an answer. */
final class RevocationClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

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
   * @throws Irrevocable as above
   * @throws DependencyFailure as above
   */
  void invalidate(
      Dependency service, ElasticsearchApiKey step, BearerToken bearer, SecretText key) {
    var place = new Place(service, step.endpoint().toString());
    var id = idOf(key);
    if (id.isEmpty()) {
      throw new Irrevocable(service, "what was delivered is no API key of Elasticsearch");
    }
    var answer = answered(place, deletion(step, bearer, id.get()));
    if (answer.status() != 200 || !invalidated(answer, id.get())) {
      throw unproven(place, answer, ServerError.in(answer), List.of(key, bearer.text()));
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

  /** An API key is {@code id:secret} in Base64. */
  private static Optional<String> idOf(SecretText key) {
    try {
      var pair = new String(Base64.getDecoder().decode(key.reveal()), StandardCharsets.UTF_8);
      return Optional.of(pair.split(":", 2)[0]).filter(id -> KEY_ID.matcher(id).matches());
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
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
