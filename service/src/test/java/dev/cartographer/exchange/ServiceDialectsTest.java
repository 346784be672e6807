package dev.cartographer.exchange;

import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.exchange.Attempt.Succeeded;
import dev.cartographer.exchange.TokenServer.Received;
import dev.cartographer.exchange.TokenServer.Reply;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.fleet.Target;
import dev.cartographer.limit.Gates;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What services issue, whether it is taken where agents ship, and how it is revoked. */
class ServiceDialectsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Vertx VERTX = Vertx.vertx();
  private static final Revoking REVOKING = new Revoking(ofMinutes(5), Optional.empty());

  private final MutableClock clock = new MutableClock(NOON);
  private final AtomicInteger iamTokens = new AtomicInteger();
  private final TokenServer iam = new TokenServer(_ -> iamToken());
  private final Elasticsearch elasticsearch = new Elasticsearch();
  private final TokenServer service = new TokenServer(elasticsearch::answer);
  private final TokenServer ingest = new TokenServer(_ -> Reply.of(200, "text/plain", "ok"));
  private final OutboundHttp http = new OutboundHttp(VERTX, clock);
  private final Gates gates = new Gates(clock, (_, _) -> {});

  @AfterEach
  void stop() {
    iam.close();
    service.close();
    ingest.close();
    http.close();
  }

  @AfterAll
  static void end() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private Reply iamToken() {
    return Reply.json(
        200,
        "{\"access_token\":\"iam-token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
            .formatted(iamTokens.incrementAndGet()));
  }

  /** Makes API keys for whom it knows, and invalidates those that are theirs, once. */
  private static final class Elasticsearch {
    private final Set<String> keys = new HashSet<>();
    private final Set<String> invalidated = new HashSet<>();
    private int made;

    synchronized Reply answer(Received asked) {
      if (!asked.header("Authorization").startsWith("Bearer iam-token-")) {
        return Reply.json(
            401,
            "{\"error\":{\"root_cause\":[],\"type\":\"security_exception\",\"reason\":\"unable to"
                + " authenticate\"},\"status\":401}");
      }
      return asked.method().equals("DELETE") ? invalidate(asked) : make();
    }

    private Reply make() {
      var id = "VuaCfGcBCdbkQm-e5aO" + ++made;
      keys.add(id);
      var encoded =
          Base64.getEncoder()
              .encodeToString((id + ":ui2lp2axTNmsyakw9tvNnw").getBytes(StandardCharsets.UTF_8));
      return Reply.json(
          200,
          "{\"id\":\"%s\",\"name\":\"x\",\"expiration\":%d,\"api_key\":\"ui2\",\"encoded\":\"%s\"}"
              .formatted(id, NOON.plusSeconds(1800).toEpochMilli() + 999, encoded));
    }

    private Reply invalidate(Received asked) {
      var id = StrictJson.object(asked.body()).at("/ids/0").asText();
      var now = keys.remove(id);
      var before = !now && invalidated.contains(id);
      invalidated.add(now ? id : "");
      return Reply.json(
          200,
          "{\"invalidated_api_keys\":[%s],\"previously_invalidated_api_keys\":[%s],\"error_count\":0}"
              .formatted(now ? "\"" + id + "\"" : "", before ? "\"" + id + "\"" : ""));
    }
  }

  // Elasticsearch

  @Test
  void elasticsearchMakesAnApiKeyForWhomTheIamTokenNames() throws Exception {
    var issued = issued(exchange(apiKeys()).tokenFor(BINDING));

    assertThat(decoded(issued.token())).isEqualTo("VuaCfGcBCdbkQm-e5aO1:ui2lp2axTNmsyakw9tvNnw");
    assertThat(issued.token().expiresAt()).isEqualTo(NOON.plusSeconds(1800));
    assertThat(issued.attempts())
        .containsExactly(new Succeeded(IAM, ZERO), new Succeeded(LOGGING, ZERO));
    var asked = service.received().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer iam-token-1");
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
    assertThat(new ObjectMapper().readTree(asked.body()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"name": "cartographer-payments-logs", "expiration": "1800s",
                     "role_descriptors": {"ship": {"indices": [{"names": ["logs-acme-*"]}]}},
                     "metadata":
                       {"managed_by": "cartographer", "cluster": "payments", "tenant": "acme"}}
                    """));
  }

  @Test
  void whatElasticsearchSaysIsWrongIsShown() {
    service.answers(
        Reply.json(
            403,
            "{\"error\":{\"type\":\"security_exception\",\"reason\":\"action"
                + " [cluster:admin/xpack/security/api_key/create] is unauthorized\"},\"status\":403}"));

    assertThat(fault(exchange(apiKeys()).tokenFor(BINDING)))
        .isEqualTo(
            new Fault(
                LOGGING,
                FaultKind.NOT_ENTITLED,
                "the logging service at "
                    + service.endpoint()
                    + " answered 403 security_exception (action [cluster:***] is unauthorized)"));
  }

  @Test
  void anApiKeyWithoutAnEndIsRefused() {
    service.answers(Reply.json(200, "{\"id\":\"a\",\"api_key\":\"b\",\"encoded\":\"YTpi\"}"));

    assertThat(fault(exchange(apiKeys()).tokenFor(BINDING)).kind())
        .isEqualTo(FaultKind.WRONG_TOKEN);
  }

  @Test
  void anApiKeyIsInvalidatedAsTheOneWhoMadeIt() {
    var exchange = exchange(new Service(apiKeys(), Optional.empty(), Optional.of(REVOKING)));
    var token = issued(exchange.tokenFor(BINDING)).token();
    assertThat(token.keepsReplaced()).isTrue();

    var outcome = exchange.revocation(BINDING).orElseThrow().revoke(replaced(token));

    assertThat(outcome)
        .isEqualTo(new Revocation.Outcome.Done(List.of(new Attempt.Revoked(LOGGING, ZERO))));
    var asked = service.received().getLast();
    assertThat(asked.method()).isEqualTo("DELETE");
    assertThat(asked.body()).isEqualTo("{\"owner\":true,\"ids\":[\"VuaCfGcBCdbkQm-e5aO1\"]}");
    assertThat(exchange.revocation(BINDING).orElseThrow().revoke(replaced(token)))
        .as("once more")
        .isInstanceOf(Revocation.Outcome.Done.class);
  }

  @Test
  void anApiKeyThatIsNotAmongThoseInvalidatedMayBeGoodStill() {
    var exchange = exchange(new Service(apiKeys(), Optional.empty(), Optional.of(REVOKING)));
    var another = token(Base64.getEncoder().encodeToString("another:key".getBytes(UTF_8)));

    assertThat(exchange.revocation(BINDING).orElseThrow().revoke(replaced(another)))
        .isInstanceOf(Revocation.Outcome.Failed.class);
    assertThat(exchange.revocation(BINDING).orElseThrow().revoke(replaced(token("no-base-64!"))))
        .isEqualTo(
            new Revocation.Outcome.Impossible(
                "what was delivered is no API key of Elasticsearch", List.of()));
  }

  // The IAM token itself

  @Test
  void theIamTokenItselfIsAskedForAnewForEachBinding() {
    var exchange = exchange(new ServiceStep.None(Optional.empty()));

    var logs = issued(exchange.tokenFor(BINDING));
    var metrics = issued(exchange.tokenFor(new Binding(BINDING.cluster(), Signal.METRICS)));

    assertThat(logs.token().text().reveal()).isEqualTo("iam-token-1");
    assertThat(metrics.token().text().reveal()).isEqualTo("iam-token-2");
    assertThat(logs.attempts()).containsExactly(new Succeeded(IAM, ZERO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jwt    | logging-service |
          jwt    | metrics-service | issued a JWT that is not for logging-service alone
          opaque |                 | issued a token that does not say for whom it is, as it is no JWT
          """)
  void whereAnAudienceIsConfiguredTheIamTokenMustBeForIt(
      String kind, String audience, String problem) {
    var text =
        kind.equals("opaque")
            ? "opaque"
            : TestJwt.with(claims ->
                claims.audience(audience).expirationTime(Date.from(NOON.plusSeconds(60))));
    iam.answers(
        Reply.json(
            200,
            "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":60}"
                .formatted(text)));

    var exchanged =
        exchange(new ServiceStep.None(Optional.of("logging-service"))).tokenFor(BINDING);

    if (problem == null) {
      assertThat(issued(exchanged).token().text().reveal()).isEqualTo(text);
    } else {
      assertThat(fault(exchanged))
          .isEqualTo(
              new Fault(IAM, FaultKind.WRONG_TOKEN, "IAM at " + iam.endpoint() + " " + problem));
    }
  }

  // Verification

  @Test
  void aNewTokenIsShownToWhereAgentsShipInTheSchemeThatTheyUse() {
    var issued = issued(exchange(verified(apiKeys())).tokenFor(BINDING));

    assertThat(issued.attempts()).endsWith(new Attempt.Verified(LOGGING, ZERO));
    var shown = ingest.received().getFirst();
    assertThat(shown.method()).isEqualTo("POST");
    assertThat(shown.body()).isEqualTo("{}\n");
    assertThat(shown.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(shown.header("Authorization")).isEqualTo("ApiKey " + issued.token().text().reveal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | TOKEN_REFUSED | answered 401 to a token just issued for it
          403 | TOKEN_REFUSED | answered 403 to a token just issued for it
          404 | HTTP_4XX      | answered 404 to the call that verifies a token
          429 | HTTP_429      | answered 429 to the call that verifies a token
          503 | HTTP_5XX      | answered 503 to the call that verifies a token
          302 | BAD_RESPONSE  | answered 302 to the call that verifies a token
          """)
  void aTokenThatIsNotTakenIsNotIssuedAndTheServiceIsAtFault(
      int status, FaultKind kind, String what) {
    ingest.answers(Reply.of(status, "text/plain", "CANARY"));

    var exchanged = exchange(verified(apiKeys())).tokenFor(BINDING);

    assertThat(exchanged)
        .isEqualTo(
            new Exchanged.Failed(
                new Fault(
                    LOGGING, kind, "the logging service at " + ingest.endpoint() + " " + what),
                List.of(
                    new Succeeded(IAM, ZERO),
                    new Succeeded(LOGGING, ZERO),
                    new Attempt.Unverified(LOGGING, kind, ZERO))));
  }

  @Test
  void anIngestEndpointThatIsGoneIsAFaultOfTheServiceAndShutsItsGate() {
    ingest.close();
    var exchange = exchange(verified(new ServiceStep.None(Optional.empty())));

    for (var tries = 0; tries < 10; tries++) {
      assertThat(fault(exchange.tokenFor(BINDING)).kind()).isEqualTo(FaultKind.CONNECT);
    }

    assertThat(exchange.tokenFor(BINDING)).isInstanceOf(Exchanged.Held.class);
    assertThat(gates.of(new Name("us-south"), LOGGING).outage()).isPresent();
    assertThat(gates.of(new Name("us-south"), IAM).outage()).isEmpty();
  }

  // Revocation by RFC 7009

  @Test
  void aTokenIsRevokedByTheClientItWasIssuedTo() {
    service.answers(Reply.of(200, "text/plain", ""));
    var exchange = revoking(new ServiceStep.None(Optional.empty()));

    assertThat(exchange.revocation(BINDING).orElseThrow().revoke(replaced(token("old"))))
        .isEqualTo(new Revocation.Outcome.Done(List.of(new Attempt.Revoked(LOGGING, ZERO))));

    var asked = service.received().getFirst();
    assertThat(asked.header("Authorization")).isEqualTo("Basic YWNtZTpzZWNyZXQ=");
    assertThat(asked.form())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("token", "old", "token_type_hint", "access_token"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          503 | {}                                 | HTTP_5XX
          429 | {}                                 | HTTP_429
          400 | {"error":"invalid_client"}         | HTTP_4XX
          202 | {}                                 | BAD_RESPONSE
          302 | {}                                 | BAD_RESPONSE
          """)
  void whatIsNoProofLeavesTheTokenAlive(int status, String body, FaultKind kind) {
    service.answers(Reply.json(status, body));
    var exchange = revoking(new ServiceStep.None(Optional.empty()));

    assertThat(exchange.revocation(BINDING).orElseThrow().revoke(replaced(token("old"))))
        .isInstanceOfSatisfying(
            Revocation.Outcome.Failed.class,
            failed -> {
              assertThat(failed.fault().kind()).isEqualTo(kind);
              assertThat(failed.fault().detail()).endsWith("which does not prove a token revoked");
              assertThat(failed.attempts())
                  .containsExactly(new Attempt.Unrevoked(LOGGING, kind, ZERO));
            });
  }

  @Test
  void aServerThatRevokesNoSuchTokensIsAskedOnce() {
    service.answers(Reply.json(400, "{\"error\":\"unsupported_token_type\"}"));
    var exchange = revoking(new ServiceStep.None(Optional.empty()));

    assertThat(exchange.revocation(BINDING).orElseThrow().revoke(replaced(token("old"))))
        .isInstanceOf(Revocation.Outcome.Impossible.class);
  }

  @Test
  void aRevocationEndpointThatIsDownShutsNoGate() {
    service.answers(Reply.json(503, "{}"));
    var exchange = revoking(new ServiceStep.None(Optional.empty()));

    for (var tries = 0; tries < 20; tries++) {
      exchange.revocation(BINDING).orElseThrow().revoke(replaced(token("old")));
    }

    assertThat(gates.of(new Name("us-south"), LOGGING).outage()).isEmpty();
  }

  @Test
  void withoutRevocationNothingIsKept() {
    var exchange = exchange(apiKeys());

    assertThat(issued(exchange.tokenFor(BINDING)).token().keepsReplaced()).isFalse();
    assertThat(exchange.revocation(BINDING)).isEmpty();
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private ServiceStep apiKeys() {
    return new ServiceStep.ElasticsearchApiKey(
        service.endpoint(),
        Optional.of("{\"ship\":{\"indices\":[{\"names\":[\"logs-{tenant}-*\"]}]}}"),
        ofMinutes(30),
        ofSeconds(5));
  }

  private Service verified(ServiceStep step) {
    var call =
        new Verification(
            "POST",
            ingest.endpoint(),
            Set.of(200),
            Optional.of("{}\n"),
            "application/x-ndjson",
            ofSeconds(5));
    return new Service(step, Optional.of(call), Optional.empty());
  }

  private RegionExchange revoking(ServiceStep step) {
    var how = new Revoking(ofMinutes(5), Optional.of(service.endpoint()));
    return exchange(new Service(step, Optional.empty(), Optional.of(how)));
  }

  private RegionExchange exchange(ServiceStep step) {
    return exchange(new Service(step));
  }

  private RegionExchange exchange(Service both) {
    var step = new IamStep.ClientCredentials(iam.endpoint(), Optional.empty(), ofSeconds(5));
    return new RegionExchange(
        List.of(new Region(new Name("us-south"), step, both, both)),
        _ -> new SecretText("secret"),
        (_, _, _) -> new SecretText("unused"),
        http,
        gates,
        clock,
        new Random(1));
  }

  private static final Binding BINDING =
      new Binding(
          new Cluster(
              7,
              new Name("payments"),
              new Name("acme"),
              new Carrier(new Name("dal10-carrier1"), new Name("us-south")),
              new Identity.Client("acme", new SecretRef.FromFile("acme")),
              new Target.Files(),
              1),
          Signal.LOGS);

  private static ServiceToken token(String text) {
    return new ServiceToken(new SecretText(text), NOON, NOON.plusSeconds(1800));
  }

  private static Replaced replaced(ServiceToken token) {
    return new Replaced(token.text(), Note.of(1, token), NOON, 0);
  }

  private static String decoded(ServiceToken token) {
    return new String(Base64.getDecoder().decode(token.text().reveal()), UTF_8);
  }

  private static Exchanged.Issued issued(Exchanged exchanged) {
    assertThat(exchanged).isInstanceOf(Exchanged.Issued.class);
    return (Exchanged.Issued) exchanged;
  }

  private static Fault fault(Exchanged exchanged) {
    assertThat(exchanged).isInstanceOf(Exchanged.Failed.class);
    return ((Exchanged.Failed) exchanged).fault();
  }
}
