package dev.cartographer.exchange;

import static dev.cartographer.fault.Dependency.CARTOGRAPHER;
import static dev.cartographer.fault.Dependency.CLUSTER;
import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static dev.cartographer.fault.Dependency.METRICS;
import static dev.cartographer.fleet.Signal.LOGS;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartographer.exchange.Attempt.Blocked;
import dev.cartographer.exchange.Attempt.Errored;
import dev.cartographer.exchange.Attempt.Succeeded;
import dev.cartographer.exchange.IamStep.ClientCredentials;
import dev.cartographer.exchange.IamStep.IbmApiKey;
import dev.cartographer.exchange.ServiceStep.BearerPost;
import dev.cartographer.exchange.ServiceStep.ExpiryUnit;
import dev.cartographer.exchange.ServiceStep.TokenExchange;
import dev.cartographer.exchange.TokenServer.Reply;
import dev.cartographer.fault.Dependency;
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
import dev.cartographer.secret.SecretRef.FromFile;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import dev.cartographer.testing.MutableClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionExchangeTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Vertx VERTX = Vertx.vertx();
  private static final Identity CLIENT =
      new Identity.Client("acme-payments", new FromFile("acme/secret"));
  private static final Identity API_KEY = new Identity.ApiKey(new FromFile("acme/key"));
  private static final ServiceAccountTokens NO_ACCOUNTS =
      (_, _, _) -> {
        throw new AssertionError("no cluster is asked here");
      };
  private static final Succeeded IAM_DONE = new Succeeded(IAM, ZERO);
  private static final Succeeded LOGGING_DONE = new Succeeded(LOGGING, ZERO);
  private static final Blocked LOGGING_BLOCKED = new Blocked(LOGGING);

  private final MutableClock clock = new MutableClock(NOON);
  private final Map<SecretRef, String> secrets =
      new ConcurrentHashMap<>(
          Map.of(
              new FromFile("acme/secret"), "CANARY-s3cret: ü",
              new FromFile("acme/key"), "CANARY-api+key",
              new FromFile("cartographer-client"), "CANARY-ours"));
  private final TokenServer iam = new TokenServer(_ -> iamToken("iam-token-1"));
  private final TokenServer logging = new TokenServer(_ -> exchanged("logging-token-1"));
  private final TokenServer metrics =
      new TokenServer(_ -> Reply.json(200, "{\"token\":\"metrics-token-1\",\"ttl\":\"1200\"}"));
  private final OutboundHttp http = new OutboundHttp(VERTX, clock);
  private final Exchange exchange = exchangeWith(clientCredentials());

  @AfterEach
  void stop() {
    iam.close();
    logging.close();
    metrics.close();
    http.close();
  }

  @AfterAll
  static void end() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void anIdentityBecomesAnIamTokenAndThatALoggingToken() {
    var issued = issued(exchange.tokenFor(acme(LOGS)));

    assertThat(issued.token().text().reveal()).isEqualTo("logging-token-1");
    assertThat(issued.token().issuedAt()).isEqualTo(NOON);
    assertThat(issued.token().expiresAt()).isEqualTo(NOON.plusSeconds(1800));
    assertThat(issued.attempts()).containsExactly(IAM_DONE, LOGGING_DONE);
    var atIam = iam.received().getFirst();
    assertThat(atIam.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(atIam.header("Authorization"))
        .isEqualTo("Basic YWNtZS1wYXltZW50czpDQU5BUlktczNjcmV0JTNBKyVDMyVCQw==");
    assertThat(atIam.form())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("grant_type", "client_credentials", "scope", "ingest"));
    var atLogging = logging.received().getFirst();
    assertThat(atLogging.header("Authorization"))
        .isEqualTo("Basic Y2FydG9ncmFwaGVyOkNBTkFSWS1vdXJz");
    assertThat(atLogging.form())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", "iam-token-1",
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "requested_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "audience", "logging-service",
                "scope", "logging"));
  }

  @Test
  void anIamTokenPostedToAServiceBecomesItsToken() {
    var issued = issued(exchange.tokenFor(acme(Signal.METRICS)));

    assertThat(issued.token().text().reveal()).isEqualTo("metrics-token-1");
    assertThat(issued.token().expiresAt()).isEqualTo(NOON.plusSeconds(1200));
    assertThat(issued.attempts()).containsExactly(IAM_DONE, new Succeeded(METRICS, ZERO));
    var atMetrics = metrics.received().getFirst();
    assertThat(atMetrics.header("Authorization")).isEqualTo("Bearer iam-token-1");
    assertThat(atMetrics.header("Content-Type")).isEqualTo("application/json");
    assertThat(atMetrics.body()).isEqualTo("{\"cluster\":\"payments\",\"owner\":\"acme\"}");
  }

  @Test
  void anApiKeyBecomesAnIamTokenInTheDialectOfIbm() {
    var ibm = exchangeWith(new IbmApiKey(iam.endpoint(), ofSeconds(5)));
    iam.answers(
        Reply.json(
            200,
            """
            {"access_token":"iam-token-1","refresh_token":"not_supported","token_type":"Bearer",
             "expires_in":3600,"expiration":1795521600,"scope":"ibm openid"}
            """));

    var issued = issued(ibm.tokenFor(acme(LOGS, API_KEY)));

    assertThat(issued.attempts()).containsExactly(IAM_DONE, LOGGING_DONE);
    assertThat(iam.received().getFirst().header("Authorization")).isEmpty();
    assertThat(iam.received().getFirst().form())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "grant_type", "urn:ibm:params:oauth:grant-type:apikey",
                "apikey", "CANARY-api+key"));
  }

  @Test
  void oneIamTokenServesBothSignalsAndMakesNoSecondAttempt() {
    exchange.tokenFor(acme(LOGS));

    var issued = issued(exchange.tokenFor(acme(Signal.METRICS)));

    assertThat(issued.attempts()).containsExactly(new Succeeded(METRICS, ZERO));
    assertThat(iam.received()).hasSize(1);
  }

  @Test
  void aChangedSecretIsUsedAtOnce() {
    exchange.tokenFor(acme(LOGS));
    secrets.put(new FromFile("acme/secret"), "renewed");

    exchange.tokenFor(acme(LOGS));

    assertThat(iam.received())
        .extracting(received -> received.header("Authorization"))
        .containsExactly(
            "Basic YWNtZS1wYXltZW50czpDQU5BUlktczNjcmV0JTNBKyVDMyVCQw==",
            "Basic YWNtZS1wYXltZW50czpyZW5ld2Vk");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | {"error":"invalid_client"}                                    | CLUSTER      | IDENTITY_REJECTED
          401 | {"error":"unauthorized_client"}                               | CLUSTER      | IDENTITY_REJECTED
          400 | {"error":"invalid_client"}                                    | CLUSTER      | IDENTITY_REJECTED
          200 | {"error":"invalid_client"}                                    | CLUSTER      | IDENTITY_REJECTED
          503 | {"error":"invalid_client"}                                    | CLUSTER      | IDENTITY_REJECTED
          400 | {"errorCode":"BXNIM0415E","errorMessage":"Provided API key could not be found."} | CLUSTER | IDENTITY_REJECTED
          400 | {"error":"invalid_scope"}                                     | CARTOGRAPHER | HTTP_4XX
          400 | {"error":"unsupported_grant_type"}                            | CARTOGRAPHER | HTTP_4XX
          401 | {}                                                            | IAM          | HTTP_4XX
          404 | {}                                                            | IAM          | HTTP_4XX
          400 | {"errorCode":"BXNIM0109E","errorMessage":"Property missing or empty."} | IAM | HTTP_4XX
          429 | {}                                                            | IAM          | HTTP_429
          500 | {}                                                            | IAM          | HTTP_5XX
          500 | {"error":"unknown_error"}                                     | IAM          | HTTP_5XX
          503 | {"error":"temporarily_unavailable"}                           | IAM          | HTTP_5XX
          400 | {"error":"temporarily_unavailable"}                           | IAM          | HTTP_5XX
          408 | {}                                                            | IAM          | TIMEOUT
          302 | {}                                                            | IAM          | BAD_RESPONSE
          304 | ''                                                            | IAM          | BAD_RESPONSE
          204 | ''                                                            | IAM          | BAD_RESPONSE
          200 | ''                                                            | IAM          | BAD_RESPONSE
          200 | {}                                                            | IAM          | BAD_RESPONSE
          200 | {"error":"who_knows"}                                         | IAM          | BAD_RESPONSE
          200 | <html>Log in</html>                                           | IAM          | BAD_RESPONSE
          200 | {"access_token":"CANARY-a","access_token":"CANARY-b"}         | IAM          | BAD_RESPONSE
          200 | {"access_token":"CANARY-a","token_type":"N_A","expires_in":60}| IAM          | WRONG_TOKEN
          200 | {"access_token":"CANARY a","token_type":"Bearer","expires_in":60} | IAM      | WRONG_TOKEN
          """)
  void whatIamAnswersIsLaidToWhomItIsAbout(
      int status, String body, Dependency blamed, FaultKind kind) {
    iam.answers(Reply.json(status, body));

    var failed = failed(exchange.tokenFor(acme(LOGS)));

    assertThat(failed.fault().dependency()).isEqualTo(blamed);
    assertThat(failed.fault().kind()).isEqualTo(kind);
    assertThat(failed.fault().detail())
        .startsWith("IAM at " + iam.endpoint() + " ")
        .doesNotContain("CANARY");
    assertThat(failed.attempts()).containsExactly(new Errored(IAM, kind, ZERO), LOGGING_BLOCKED);
    assertThat(logging.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | {"error":"invalid_client"}                       | CARTOGRAPHER | HTTP_4XX
          401 | {"error":"unauthorized_client"}                  | CARTOGRAPHER | HTTP_4XX
          400 | {"error":"invalid_target"}                       | LOGGING      | NOT_ENTITLED
          400 | {"error":"invalid_scope"}                        | LOGGING      | NOT_ENTITLED
          400 | {"error":"invalid_request","error_description":"Requested audience not available: logging-service"} | LOGGING | NOT_ENTITLED
          403 | {"error":"access_denied"}                        | LOGGING      | NOT_ENTITLED
          400 | {"error":"invalid_request","error_description":"Invalid token"} | LOGGING | NOT_ENTITLED
          503 | {}                                               | LOGGING      | HTTP_5XX
          429 | {}                                               | LOGGING      | HTTP_429
          200 | {"access_token":"CANARY-a","token_type":"Bearer","expires_in":60} | LOGGING | WRONG_TOKEN
          """)
  void whatTheLoggingServiceAnswersIsLaidToWhomItIsAbout(
      int status, String body, Dependency blamed, FaultKind kind) {
    logging.answers(Reply.json(status, body));

    var failed = failed(exchange.tokenFor(acme(LOGS)));

    assertThat(failed.fault().dependency()).isEqualTo(blamed);
    assertThat(failed.fault().kind()).isEqualTo(kind);
    assertThat(failed.fault().detail())
        .startsWith("the logging service at " + logging.endpoint() + " ")
        .doesNotContain("CANARY");
    assertThat(failed.attempts()).containsExactly(IAM_DONE, new Errored(LOGGING, kind, ZERO));
    assertThat(logging.received()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"403,NOT_ENTITLED", "404,NOT_ENTITLED", "401,NOT_ENTITLED", "422,HTTP_4XX"})
  void whatTheMetricsServiceAnswersIsLaidToIt(int status, FaultKind kind) {
    metrics.answers(Reply.of(status, "text/plain", "no"));

    var failed = failed(exchange.tokenFor(acme(Signal.METRICS)));

    assertThat(failed.fault())
        .isEqualTo(
            new Fault(
                METRICS,
                kind,
                "the metrics service at " + metrics.endpoint() + " answered " + status));
    assertThat(metrics.received()).hasSize(1);
  }

  @Test
  void aServiceThatDoesNotSpeakJsonIsABadResponse() {
    logging.answers(Reply.of(200, "text/html", "{\"access_token\":\"CANARY\"}"));

    assertThat(failed(exchange.tokenFor(acme(LOGS))).fault())
        .isEqualTo(
            new Fault(
                LOGGING,
                FaultKind.BAD_RESPONSE,
                "the logging service at "
                    + logging.endpoint()
                    + " answered with 200 and something that is not application/json"));
  }

  @ParameterizedTest
  @CsvSource({"429,HTTP_429", "503,HTTP_5XX"})
  void aServerThatAsksToBeLeftAloneIsHeard(int status, FaultKind kind) {
    iam.answers(Reply.json(status, "{}").with("Retry-After", "120"));

    assertThat(failed(exchange.tokenFor(acme(LOGS))).fault())
        .isEqualTo(
            new Fault(
                IAM,
                kind,
                "IAM at " + iam.endpoint() + " answered " + status,
                Optional.of(Duration.ofMinutes(2))));
  }

  @Test
  void aFailureOfIamIsNotKept() {
    iam.answers(Reply.json(503, "{}"));
    exchange.tokenFor(acme(LOGS));
    iam.answers(iamToken("iam-token-2"));

    assertThat(issued(exchange.tokenFor(acme(LOGS))).attempts())
        .containsExactly(IAM_DONE, LOGGING_DONE);
  }

  @Test
  void aRefusedIamTokenFromMemoryIsReplacedOnceByAFreshOne() {
    exchange.tokenFor(acme(LOGS));
    iam.answers(iamToken("iam-token-2"));
    logging.answers(asked ->
        "iam-token-2".equals(asked.form().get("subject_token"))
            ? exchanged("logging-token-2")
            : Reply.json(
                400, "{\"error\":\"invalid_request\",\"error_description\":\"Invalid token\"}"));

    var issued = issued(exchange.tokenFor(acme(LOGS)));

    assertThat(issued.token().text().reveal()).isEqualTo("logging-token-2");
    assertThat(issued.attempts())
        .containsExactly(
            new Errored(LOGGING, FaultKind.NOT_ENTITLED, ZERO), IAM_DONE, LOGGING_DONE);
  }

  @Test
  void aServiceThatRefusesEveryIamTokenIsAskedTwiceAndIamOnce() {
    exchange.tokenFor(acme(Signal.METRICS));
    metrics.answers(Reply.json(401, "{}"));

    var failed = failed(exchange.tokenFor(acme(Signal.METRICS)));

    assertThat(failed.fault().dependency()).isEqualTo(METRICS);
    assertThat(failed.attempts())
        .containsExactly(
            new Errored(METRICS, FaultKind.NOT_ENTITLED, ZERO),
            IAM_DONE,
            new Errored(METRICS, FaultKind.NOT_ENTITLED, ZERO));
    assertThat(metrics.received()).hasSize(3);
    assertThat(iam.received()).hasSize(2);
  }

  @Test
  void aRefusedExchangeNeverBecomesAWeakerGrant() {
    var huge = "x".repeat(16_000);
    iam.answers(iamToken(huge));
    logging.answers(Reply.json(400, "{\"error\":\"invalid_request\"}"));

    failed(exchange.tokenFor(acme(LOGS)));

    assertThat(logging.received())
        .extracting(received -> received.form().get("grant_type"))
        .containsOnly("urn:ietf:params:oauth:grant-type:token-exchange");
    assertThat(logging.received().getFirst().form()).containsEntry("subject_token", huge);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subject token iam-token-1 is not valid",
        "secret CANARY-ours is wrong",
        "token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJDQU5BUlkifQ.c2ln is not valid",
        "CANARY-ours"
      })
  void whatAServerEchoesOfOurSecretsIsBlottedOut(String description) {
    logging.answers(
        Reply.json(
            400, "{\"error\":\"invalid_scope\",\"error_description\":\"" + description + "\"}"));

    assertThat(failed(exchange.tokenFor(acme(LOGS))).fault().detail())
        .contains("answered 400 invalid_scope (")
        .contains("***")
        .doesNotContain("CANARY", "iam-token-1", "eyJ");
  }

  @Test
  void theTokenOfAnotherSubjectIsRefused() {
    iam.answers(iamToken(jwt("acme", "cartographer")));
    logging.answers(exchanged(jwt("globex", "logging-service")));

    assertThat(failed(exchange.tokenFor(acme(LOGS))).fault())
        .isEqualTo(
            new Fault(
                LOGGING,
                FaultKind.WRONG_TOKEN,
                "the logging service at "
                    + logging.endpoint()
                    + " issued the token of somebody else"));
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    logging.close();

    assertThat(failed(exchange.tokenFor(acme(LOGS))).fault())
        .isEqualTo(
            new Fault(
                LOGGING,
                FaultKind.CONNECT,
                "the logging service at " + logging.endpoint() + " refused the connection"));
  }

  @Test
  void aClusterWhoseSecretCannotBeReadIsAtFaultItself() {
    secrets.remove(new FromFile("acme/secret"));

    var failed = failed(exchange.tokenFor(acme(LOGS)));

    assertThat(failed)
        .isEqualTo(
            new Exchanged.Failed(
                new Fault(
                    CLUSTER,
                    FaultKind.SECRET_UNREADABLE,
                    "the secret of cluster payments cannot be read: there is no file acme/secret"),
                List.of(LOGGING_BLOCKED)));
    assertThat(iam.received()).isEmpty();
  }

  @Test
  void ourOwnSecretThatCannotBeReadIsOurFault() {
    secrets.remove(new FromFile("cartographer-client"));

    assertThat(failed(exchange.tokenFor(acme(LOGS))))
        .isEqualTo(
            new Exchanged.Failed(
                new Fault(
                    CARTOGRAPHER,
                    FaultKind.SECRET_UNREADABLE,
                    "the secret of our own client cannot be read: there is no file"
                        + " cartographer-client"),
                List.of(IAM_DONE)));
  }

  @Test
  void anIdentityThatDoesNotFitTheRegionIsTheClustersFault() {
    var ibm = exchangeWith(new IbmApiKey(iam.endpoint(), ofSeconds(5)));

    assertThat(failed(exchange.tokenFor(acme(LOGS, API_KEY))).fault())
        .isEqualTo(
            new Fault(
                CLUSTER,
                FaultKind.LOCAL,
                "cluster payments is enrolled with an API key, but the IAM of region us-south"
                    + " takes a client id with a secret or a private key: enrol it with that"));
    assertThat(failed(ibm.tokenFor(acme(LOGS, CLIENT))).fault())
        .isEqualTo(
            new Fault(
                CLUSTER,
                FaultKind.LOCAL,
                "cluster payments is enrolled with a client id and secret, but the IAM of region"
                    + " us-south takes an API key: enrol it with that"));
    assertThat(iam.received()).isEmpty();
  }

  @Test
  void aRegionThatIsNotConfiguredIsOurFault() {
    var nowhere =
        new RegionExchange(
            List.of(),
            ref -> new SecretText(ref.toString()),
            NO_ACCOUNTS,
            http,
            new Gates(clock, (_, _) -> {}),
            clock,
            new Random(1));

    assertThat(nowhere.tokenFor(acme(LOGS)))
        .isEqualTo(
            new Exchanged.Failed(
                new Fault(
                    CARTOGRAPHER,
                    FaultKind.LOCAL,
                    "carrier dal10-carrier1 lies in region us-south, of which the configuration"
                        + " knows nothing: add it under cartographer.regions"),
                List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{cluster}", "{\"cluster\":{cluster}}", "{} {}"})
  void aBodyTemplateThatIsNoJsonObjectIsRefused(String template) {
    assertThatIllegalArgumentException().isThrownBy(() -> post(Optional.of(template)));
  }

  @Test
  void nothingSecretIsPrinted() {
    var secret = new SecretText("CANARY");
    var token = new BearerToken(secret, NOON, NOON.plusSeconds(60), Optional.empty());
    var at = new Reached(iam.endpoint(), Optional.of(new TlsIdentity(secret, secret)));
    var basic = new ClientAuthentication.Basic("acme", secret);
    var presents = new ClientAuthentication.Presents(Optional.empty(), secret);
    var credentials =
        new ClientCredentialsRequest(
            new ClientCredentials(iam.endpoint(), Optional.empty(), ofSeconds(5)),
            Optional.of("acme"),
            basic);

    assertThat(
            List.of(
                token,
                at,
                presents,
                credentials,
                credentials.http(at),
                new IbmApiKeyRequest(new IbmApiKey(iam.endpoint(), ofSeconds(5)), secret),
                new BearerPostRequest(
                    METRICS, post(Optional.empty()), acme(LOGS).cluster(), token)))
        .allSatisfy(each -> assertThat(each.toString()).doesNotContain("CANARY"));
  }

  private IamStep clientCredentials() {
    return new ClientCredentials(iam.endpoint(), Optional.of("ingest"), ofSeconds(5));
  }

  private Exchange exchangeWith(IamStep step) {
    var region =
        new Region(
            new Name("us-south"),
            step,
            new TokenExchange(
                logging.endpoint(),
                "logging-service",
                Optional.of("logging"),
                "cartographer",
                new FromFile("cartographer-client"),
                ofSeconds(5)),
            post(Optional.of("{\"cluster\":\"{cluster}\",\"owner\":\"{tenant}\"}")));
    return new RegionExchange(
        List.of(region),
        this::secret,
        NO_ACCOUNTS,
        http,
        new Gates(clock, (_, _) -> {}),
        clock,
        new Random(1));
  }

  private BearerPost post(Optional<String> body) {
    return new BearerPost(
        metrics.endpoint(),
        body,
        "token",
        "ttl",
        ExpiryUnit.SECONDS,
        Optional.of("metrics-service"),
        ofSeconds(5));
  }

  private SecretText secret(SecretRef ref) {
    return Optional.ofNullable(secrets.get(ref))
        .map(SecretText::new)
        .orElseThrow(() -> new SecretUnreadable("there is no file " + ((FromFile) ref).name()));
  }

  private static Reply iamToken(String text) {
    return Reply.json(
        200,
        """
        {"access_token":"%s","token_type":"Bearer","expires_in":3600,"scope":"ingest email profile"}
        """
            .formatted(text));
  }

  private static Reply exchanged(String text) {
    return Reply.json(
        200,
        """
        {"access_token":"%s","token_type":"Bearer","expires_in":1800,
         "issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}
        """
            .formatted(text));
  }

  private static String jwt(String subject, String audience) {
    return TestJwt.with(claims ->
        claims
            .issuer("https://iam.example.com")
            .subject(subject)
            .audience(audience)
            .expirationTime(Date.from(NOON.plusSeconds(3600))));
  }

  private static Binding acme(Signal signal) {
    return acme(signal, CLIENT);
  }

  private static Binding acme(Signal signal, Identity identity) {
    var carrier = new Carrier(new Name("dal10-carrier1"), new Name("us-south"));
    var cluster =
        new Cluster(
            7, new Name("payments"), new Name("acme"), carrier, identity, new Target.Files(), 1);
    return new Binding(cluster, signal);
  }

  private static Exchanged.Issued issued(Exchanged exchanged) {
    assertThat(exchanged).isInstanceOf(Exchanged.Issued.class);
    return (Exchanged.Issued) exchanged;
  }

  private static Exchanged.Failed failed(Exchanged exchanged) {
    assertThat(exchanged).isInstanceOf(Exchanged.Failed.class);
    return (Exchanged.Failed) exchanged;
  }
}
