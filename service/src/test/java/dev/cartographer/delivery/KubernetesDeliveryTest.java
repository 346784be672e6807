package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.delivery.ApiServer.Trouble;
import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesDeliveryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/api/v1/namespaces/logging/secrets/cartographer-logs";
  private static final String GET = "GET " + PATH;
  private static final String POST =
      "POST /api/v1/namespaces/logging/secrets?fieldManager=cartographer";
  private static final String APPLY = "PATCH " + PATH + "?fieldManager=cartographer&force=true";

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Vertx EVENT_LOOP = Vertx.vertx();

  private ApiServer server;
  private ClusterClients clients;
  private KubernetesDelivery delivery;

  @AfterAll
  static void endTheEventLoop() {
    EVENT_LOOP.close();
  }

  @BeforeEach
  void startTheApiServer() throws Exception {
    server = new ApiServer();
    clients = clients(Duration.ofSeconds(10));
    delivery = new KubernetesDelivery(clients);
  }

  @AfterEach
  void nothingWasEverDeleted() {
    assertThat(server.lines()).noneMatch(line -> line.startsWith("DELETE"));
    clients.close();
    server.close();
  }

  @Test
  void nothingIsHeldBeforeTheFirstDelivery() {
    assertThat(held()).isEqualTo(new Held.Absent());
  }

  @Test
  void theFirstDeliveryCreatesTheSecretInOurName() throws Exception {
    var delivered = deliver(1);

    assertThat(delivered).isEqualTo(new Delivered.Done());
    assertThat(server.lines()).containsExactly(GET, POST);
    assertThat(server.secret("cartographer-logs"))
        .isEqualTo(
            JSON.readTree(
                """
                {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
                 "metadata": {
                   "name": "cartographer-logs", "namespace": "logging", "resourceVersion": "101",
                   "labels": {
                     "app.kubernetes.io/managed-by": "cartographer",
                     "cartographer.dev/signal": "logs"},
                   "annotations": {
                     "cartographer.dev/generation": "1",
                     "cartographer.dev/issued-at": "2026-01-01T12:00:01Z",
                     "cartographer.dev/expires-at": "2026-01-01T13:00:01Z",
                     "cartographer.dev/fingerprint": "%s"}},
                 "data": {"token": "%s", "note.json": "%s"}}
                """
                    .formatted(
                        Acme.token(1).fingerprint(),
                        base64("token-of-generation-1-of-acme"),
                        base64(
                            "{\"generation\":1,\"issuedAt\":\"2026-01-01T12:00:01Z\","
                                + "\"expiresAt\":\"2026-01-01T13:00:01Z\",\"fingerprint\":\""
                                + Acme.token(1).fingerprint()
                                + "\"}"))));
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void aLaterDeliveryAppliesUnderTheVersionItRead() {
    deliver(1);

    deliver(2);

    var apply = server.requests().getLast();
    assertThat(server.lines()).containsExactly(GET, POST, GET, APPLY);
    assertThat(apply.body().orElseThrow().at("/metadata/resourceVersion").asText())
        .isEqualTo("101");
    assertThat(apply.authorization()).isEqualTo("Bearer our-credential-at-the-cluster");
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(2)));
  }

  @Test
  void whatWasReadToDecideIsNotReadAgainToDeliver() {
    deliver(1);

    held();
    deliver(2);

    assertThat(server.lines()).containsExactly(GET, POST, GET, APPLY);
  }

  @Test
  void whatHasChangedSinceItWasReadIsReadAgain() {
    deliver(1);
    held();
    holds(2);

    assertThat(deliver(3)).isEqualTo(new Delivered.Done());

    assertThat(server.lines()).containsExactly(GET, POST, GET, APPLY, GET, APPLY);
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(3)));
  }

  @Test
  void whatOthersPutBesideItStays() {
    server.put(
        "cartographer-logs",
        """
        {"metadata": {"labels": {"team": "a"}, "annotations": {"foreign": "b"}},
         "type": "Opaque", "data": {"other": "Yw=="}}
        """);

    deliver(1);

    var secret = server.secret("cartographer-logs");
    assertThat(secret.at("/metadata/labels/team").asText()).isEqualTo("a");
    assertThat(secret.at("/metadata/annotations/foreign").asText()).isEqualTo("b");
    assertThat(secret.at("/data/other").asText()).isEqualTo("Yw==");
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void aReplacedTokenIsKeptBesideTheNewOneWithItsNote() {
    deliver(1);

    delivery.deliver(binding(), target("logging"), Acme.keeping(2), Acme.note(2));

    var secret = server.secret("cartographer-logs");
    assertThat(secret.at("/data/previous").asText())
        .isEqualTo(base64("token-of-generation-1-of-acme"));
    assertThat(secret.at("/metadata/annotations").path("cartographer.dev/previous").asText())
        .isEqualTo(
            ("{'generation':'1','issuedAt':'2026-01-01T12:00:01Z',"
                    + "'expiresAt':'2026-01-01T13:00:01Z','fingerprint':'"
                    + Acme.token(1).fingerprint()
                    + "','since':'2026-01-01T12:00:02Z','tries':0}")
                .replace('\'', '"'));
    assertThat(keptBeside(2)).isEqualTo("1 since 2026-01-01T12:00:02Z, tries 0");
  }

  @Test
  void whatIsKeptIsSettledAndTheTokenBesideItStays() {
    deliver(1);
    delivery.deliver(binding(), target("logging"), Acme.keeping(2), Acme.note(2));

    settle(2, Optional.of(Acme.replaced(1, 3)));
    assertThat(keptBeside(2)).isEqualTo("1 since 2026-01-01T12:00:02Z, tries 3");

    settle(2, Optional.empty());
    assertThat(server.requests().getLast().contentType()).isEqualTo("application/merge-patch+json");
    assertThat(server.lines().getLast()).isEqualTo("PATCH " + PATH + "?fieldManager=cartographer");
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(2)));
    assertThat(server.secret("cartographer-logs").at("/data").size()).isEqualTo(2);
    assertThat(server.secret("cartographer-logs").at("/metadata/annotations").size()).isEqualTo(4);
  }

  @Test
  void beneathAnotherTokenNothingIsSettled() {
    deliver(1);
    delivery.deliver(binding(), target("logging"), Acme.keeping(2), Acme.note(2));
    var before = server.requests().size();

    settle(1, Optional.empty());

    assertThat(server.lines().subList(before, server.lines().size())).containsExactly(GET);
    assertThat(keptBeside(2)).startsWith("1 ");
  }

  @Test
  void aSettlingThatMeetsARivalIsMadeAgainOnWhatIsThere() {
    deliver(1);
    delivery.deliver(binding(), target("logging"), Acme.keeping(2), Acme.note(2));
    server.next("PATCH", new Trouble.Meanwhile(() -> holds(9)));

    settle(2, Optional.empty());

    assertThat(held()).isEqualTo(new Held.Present(Acme.note(9)));
  }

  @Test
  void aDeliveryThatKeepsNothingTakesAwayWhatWasKept() {
    deliver(1);
    delivery.deliver(binding(), target("logging"), Acme.keeping(2), Acme.note(2));

    deliver(3);

    assertThat(held()).isEqualTo(new Held.Present(Acme.note(3)));
    assertThat(server.secret("cartographer-logs").at("/data").size()).isEqualTo(2);
  }

  @Test
  void theSameTokenDeliveredAgainReplacesNothing() {
    deliver(1);
    var again = new ServiceToken(Acme.token(1).text(), NOON, NOON.plusSeconds(3600), true);

    delivery.deliver(binding(), target("logging"), again, Note.of(2, again));

    assertThat(server.secret("cartographer-logs").at("/data/previous").isMissingNode()).isTrue();
  }

  @Test
  void aKeptTokenThatIsNotItsNotesIsNobodysToRevoke() {
    deliver(1);
    delivery.deliver(binding(), target("logging"), Acme.keeping(2), Acme.note(2));
    var secret = server.secret("cartographer-logs");
    secret.withObject("/data").put("previous", base64("another's"));
    server.put("cartographer-logs", secret.toString());

    assertThat(held()).isEqualTo(new Held.Present(Acme.note(2)));
  }

  private void settle(long generation, Optional<Replaced> left) {
    delivery.settle(binding(), target("logging"), Acme.note(generation), left);
  }

  private String keptBeside(long generation) {
    var present = (Held.Present) held();
    assertThat(present.note()).isEqualTo(Acme.note(generation));
    var kept = present.replaced().orElseThrow();
    assertThat(kept.text().reveal())
        .isEqualTo("token-of-generation-" + kept.note().generation() + "-of-acme");
    return kept.note().generation() + " since " + kept.since() + ", tries " + kept.tries();
  }

  @Test
  void aLowerGenerationIsNotWritten() {
    deliver(5);

    assertThat(deliver(4)).isEqualTo(new Delivered.Outrun(Acme.note(5)));
    assertThat(server.lines()).containsExactly(GET, POST, GET);
  }

  @Test
  void theSameDeliveryOnceMoreIsDoneAlready() {
    deliver(5);

    assertThat(deliver(5)).isEqualTo(new Delivered.Done());
    assertThat(server.lines()).containsExactly(GET, POST, GET);
  }

  @Test
  void anotherTokenOfTheSameGenerationIsNotWritten() {
    deliver(5);
    var rival = Acme.token(5, "a-rival-of-generation-5");

    var delivered = delivery.deliver(binding(), target("logging"), rival, Note.of(5, rival));

    assertThat(delivered).isEqualTo(new Delivered.Outrun(Acme.note(5)));
  }

  @Test
  void aChangeBetweenReadAndWriteIsReadBeforeTheNextTry() {
    deliver(1);
    server.next("PATCH", new Trouble.Meanwhile(() -> holds(1)));

    assertThat(deliver(2)).isEqualTo(new Delivered.Done());
    assertThat(server.lines()).containsExactly(GET, POST, GET, APPLY, GET, APPLY);
  }

  @Test
  void aRivalThatIsFasterWithAHigherGenerationWins() {
    deliver(1);
    server.next("PATCH", new Trouble.Meanwhile(() -> holds(9)));

    assertThat(deliver(2)).isEqualTo(new Delivered.Outrun(Acme.note(9)));
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(9)));
  }

  @Test
  void aRivalThatCreatesTheSecretFirstIsReadBeforeTheNextTry() {
    server.next("POST", new Trouble.Meanwhile(() -> holds(9)));

    assertThat(deliver(2)).isEqualTo(new Delivered.Outrun(Acme.note(9)));
  }

  @Test
  void whoeverChangesItEveryTimeIsNamedAConflict() {
    deliver(1);
    for (int round = 0; round < 4; round++) {
      server.next("PATCH", new Trouble.Meanwhile(() -> holds(1)));
    }

    var fault = faultOf(() -> deliver(2));

    assertThat(fault.kind()).isEqualTo(FaultKind.DELIVERY_CONFLICT);
    assertThat(server.lines()).hasSize(10);
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void aCreationWhoseAnswerIsLostIsReadBack() {
    server.next("POST", new Trouble.AnswerLost());

    assertThat(deliver(1)).isEqualTo(new Delivered.Done());
    assertThat(server.lines()).containsExactly(GET, POST, GET);
  }

  @Test
  void anApplyWhoseAnswerIsLostIsReadBack() {
    deliver(1);
    server.next("PATCH", new Trouble.AnswerLost());

    assertThat(deliver(2)).isEqualTo(new Delivered.Done());
    assertThat(server.lines()).containsExactly(GET, POST, GET, APPLY, GET);
  }

  @Test
  void aWriteThatNeverArrivedIsAFaultAndTheOldTokenStays() {
    deliver(1);
    server.next("PATCH", new Trouble.RequestLost());

    assertThat(faultOf(() -> deliver(2)).kind()).isEqualTo(FaultKind.CONNECT);
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void aServerThatFailsAfterItHasWrittenIsReadBack() {
    deliver(1);
    var failed = new Trouble.Answer(504, Map.of(), "{\"message\": \"etcd is slow\"}");
    server.next("PATCH", failed);
    server.next("GET", new Trouble.Meanwhile(() -> {}));
    server.next("GET", new Trouble.Meanwhile(() -> holds(2)));

    assertThat(deliver(2)).isEqualTo(new Delivered.Done());
  }

  @Test
  void silenceIsATimeoutOfTheCluster() {
    var impatient = new KubernetesDelivery(clients(Duration.ofMillis(200)));
    server.next("GET", new Trouble.Silence());

    var fault = faultOf(() -> impatient.held(binding(), target("logging")));

    assertThat(fault.kind()).isEqualTo(FaultKind.TIMEOUT);
    assertThat(fault.detail()).contains("GET to the cluster's API server " + server.url());
  }

  @Test
  void noServerIsAConnectionFault() throws Exception {
    var gone = new ApiServer();
    gone.close();

    var fault = faultOf(() -> delivery.held(binding(), target(gone.url(), "logging")));

    assertThat(fault.kind()).isEqualTo(FaultKind.CONNECT);
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized, DELIVERY_REFUSED, it does not accept the kubeconfig's credential",
    "403, Forbidden, DELIVERY_REFUSED, 'needed are get, create and patch on secrets'",
    "400, BadRequest, DELIVERY_REFUSED, it refuses the Secret as we sent it",
    "422, Invalid, DELIVERY_REFUSED, it refuses the Secret as we sent it",
    "404, '', HTTP_4XX, is it an API server?",
    "415, UnsupportedMediaType, HTTP_4XX, it refuses the request",
    "500, InternalError, HTTP_5XX, it has failed",
    "302, '', BAD_RESPONSE, it sends us elsewhere",
    "200, '', BAD_RESPONSE, it answered with something else",
  })
  void everyAnswerButTheOneHopedForIsNamed(
      int status, String reason, FaultKind kind, String sentence) {
    deliver(1);
    var body = "{\"reason\": \"" + reason + "\", \"message\": \"in the server's words\"}";
    server.next("PATCH", new Trouble.Answer(status, Map.of(), body));

    var fault = faultOf(() -> deliver(2));

    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.detail())
        .startsWith("Secret logging/cartographer-logs at " + server.url() + ": ")
        .contains(sentence)
        .endsWith("(status " + status + "): in the server's words");
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void anImmutableSecretIsRefused() {
    deliver(1);
    var immutable = server.secret("cartographer-logs").put("immutable", true);
    server.put("cartographer-logs", immutable.toString());

    assertThat(faultOf(() -> deliver(2)).kind()).isEqualTo(FaultKind.DELIVERY_REFUSED);
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void aNamespaceThatIsNotThereIsMissing() {
    var fault = faultOf(() -> deliver(1, "gone"));

    assertThat(fault.kind()).isEqualTo(FaultKind.DELIVERY_MISSING);
    assertThat(fault.detail()).contains("there is no namespace gone");
  }

  @Test
  void aNamespaceThatIsBeingDeletedIsMissing() {
    var body = "{\"details\": {\"causes\": [{\"reason\": \"NamespaceTerminating\"}]}}";
    server.next("POST", new Trouble.Answer(403, Map.of(), body));

    assertThat(faultOf(() -> deliver(1)).kind()).isEqualTo(FaultKind.DELIVERY_MISSING);
  }

  @ParameterizedTest
  @CsvSource({"120, PT2M", "0, PT1S", "4000000000, ''", "86400, PT5M", "soon, ''"})
  void aServerThatAsksToBeLeftAloneSaysForHowLong(String header, String wait) {
    server.next("GET", new Trouble.Answer(429, Map.of("Retry-After", header), "Too many requests"));

    var fault = faultOf(this::held);

    assertThat(fault.kind()).isEqualTo(FaultKind.HTTP_429);
    assertThat(fault.retryAfter().map(Duration::toString).orElse("")).isEqualTo(wait);
  }

  @Test
  void aRefusalThatQuotesTheTokenIsToldWithoutIt() {
    var token = "token-of-generation-1-of-acme";
    var quote = "no: " + base64(token) + " is " + token + " from our-credential-at-the-cluster";
    server.next("POST", new Trouble.Answer(400, Map.of(), "{\"message\": \"" + quote + "\"}"));

    assertThat(faultOf(() -> deliver(1)).detail())
        .endsWith("(status 400): no: *** is *** from ***");
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (var elsewhere = new ApiServer()) {
      var location = Map.of("Location", elsewhere.url() + PATH);
      server.next("GET", new Trouble.Answer(307, location, ""));

      assertThat(faultOf(this::held).kind()).isEqualTo(FaultKind.BAD_RESPONSE);
      assertThat(elsewhere.lines()).isEmpty();
    }
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    server.next("GET", new Trouble.Answer(200, Map.of(), "x".repeat(5_000_000)));

    var fault = faultOf(this::held);

    assertThat(fault.kind()).isEqualTo(FaultKind.BAD_RESPONSE);
    assertThat(fault.detail()).endsWith("an answer of more than 4 MiB");
  }

  @Test
  void aClusterThatRewritesTheTokenIsNotCalledDelivered() {
    var altered = secret("e30=", note(1));
    server.next("POST", new Trouble.Answer(201, Map.of(), altered));

    assertThat(faultOf(() -> deliver(1)).kind()).isEqualTo(FaultKind.DELIVERY_CONFLICT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\": {\"token\": \"!\"}}",
        "{\"data\": {\"token\": \"eA==\"}}",
        "{\"data\": {\"token\": \"eA==\"}, \"metadata\": {\"annotations\": {"
            + "\"cartographer.dev/generation\": \"-1\"}}}",
      })
  void aSecretWithoutAProperNoteIsUnreadableAndGivesWay(String secret) {
    server.put("cartographer-logs", secret);

    assertThat(held()).isInstanceOf(Held.Unreadable.class);
    assertThat(deliver(1)).isEqualTo(new Delivered.Done());
    assertThat(held()).isEqualTo(new Held.Present(Acme.note(1)));
  }

  @Test
  void aSecretThatSomebodyMadeForUsHoldsNothingYet() {
    server.put("cartographer-logs", "{}");

    assertThat(held()).isEqualTo(new Held.Absent());
    assertThat(deliver(1)).isEqualTo(new Delivered.Done());
    assertThat(server.lines()).doesNotContain(POST);
  }

  @Test
  void aTokenThatIsNotTheOneOfItsNoteIsUnreadable() {
    server.put("cartographer-logs", secret("ZWRpdGVk", note(3)));

    assertThat(held())
        .isEqualTo(new Held.Unreadable("the token is not the one that its note describes"));
  }

  private Held held() {
    return delivery.held(binding(), target("logging"));
  }

  private Delivered deliver(long generation) {
    return deliver(generation, "logging");
  }

  private Delivered deliver(long generation, String namespace) {
    return delivery.deliver(
        binding(), target(namespace), Acme.token(generation), Acme.note(generation));
  }

  /** A rival stores this generation. */
  private void holds(long generation) {
    var token = base64("token-of-generation-" + generation + "-of-acme");
    server.put("cartographer-logs", secret(token, note(generation)));
  }

  private static String secret(String token, String annotations) {
    return """
    {"kind": "Secret", "metadata": {
       "name": "cartographer-logs", "resourceVersion": "7", "annotations": %s},
     "data": {"token": "%s"}}
    """
        .formatted(annotations, token);
  }

  private static String note(long generation) {
    return """
    {"cartographer.dev/generation": "%s", "cartographer.dev/issued-at": "%s",
     "cartographer.dev/expires-at": "%s", "cartographer.dev/fingerprint": "%s"}
    """
        .formatted(
            generation,
            Acme.note(generation).issuedAt(),
            Acme.note(generation).expiresAt(),
            Acme.note(generation).fingerprint());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Binding binding() {
    return Acme.binding(LOGS, target("logging"));
  }

  private Target.Namespace target(String namespace) {
    return target(server.url(), namespace);
  }

  private static Target.Namespace target(String url, String namespace) {
    var kubeconfig =
        """
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: '%s'}}]
        users: [{name: u, user: {token: our-credential-at-the-cluster}}]
        """
            .formatted(url);
    var ref = new SecretRef.Inline(new SecretText(kubeconfig));
    return new Target.Namespace(ref, Optional.empty(), new Name(namespace));
  }

  private static ClusterClients clients(Duration answer) {
    return new ClusterClients(
        ref -> ((SecretRef.Inline) ref).text(),
        new VertxHttpClientFactory(EVENT_LOOP),
        new ClusterClients.Patience(Duration.ofSeconds(5), answer),
        Clock.systemUTC());
  }

  private static Fault faultOf(ThrowingCallable call) {
    return catchThrowableOfType(DependencyFailure.class, call).fault();
  }
}
