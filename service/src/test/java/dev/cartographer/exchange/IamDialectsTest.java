package dev.cartographer.exchange;

import static dev.cartographer.fault.Dependency.CARTOGRAPHER;
import static dev.cartographer.fault.Dependency.CLUSTER;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.cartographer.exchange.IamStep.ClientCredentials;
import dev.cartographer.exchange.IamStep.JwtBearer;
import dev.cartographer.exchange.IamStep.TokenExchange;
import dev.cartographer.exchange.TokenServer.Reply;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Identity.Algorithm;
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
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each identity before each IAM, on the wire, against an IAM that checks what it is shown. */
class IamDialectsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Vertx VERTX = Vertx.vertx();
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
  private static final String CLUSTER_ISSUER = "https://cluster.example";
  private static final String SHIPPER = "system:serviceaccount:logging:shipper";
  private static final AssertionAudience FOR_ISSUER =
      new AssertionAudience.IssuerIdentifier(StrictIam.ISSUER);
  private static final OwnClient OURS =
      new OwnClient.WithSecret("cartographer", new FromFile("ours"));
  private static final Identity ACCOUNT =
      new Identity.ServiceAccount(
          new Name("logging"),
          "shipper",
          new FromFile("kubeconfig"),
          Optional.empty(),
          Optional.empty());
  private static final Identity FILE =
      new Identity.TokenFile(new FromFile("token"), Optional.empty());

  private final MutableClock clock = new MutableClock(NOON);
  private final StrictIam strict = new StrictIam(clock);
  private final TokenServer iam = new TokenServer(strict);
  private final TokenServer service =
      new TokenServer(_ -> Reply.json(200, "{\"token\":\"a-token\",\"ttl\":60}"));
  private final OutboundHttp http = new OutboundHttp(VERTX, clock);
  private final Map<SecretRef, String> secrets = new ConcurrentHashMap<>();
  private final Random random = new Random(1);
  private final AtomicInteger clusterAsked = new AtomicInteger();
  private volatile ServiceAccountTokens accounts = (_, audience, _) -> workload(audience, "");

  @BeforeEach
  void know() {
    strict.knowsClient("acme", TestKeys.RSA.getPublic());
    strict.trusts(CLUSTER_ISSUER, TestKeys.RSA.getPublic());
    secrets.put(new FromFile("key"), TestKeys.rsaPem());
    secrets.put(new FromFile("ours"), "ours");
    secrets.put(new FromFile("kubeconfig"), "CANARY-kubeconfig");
    secrets.put(new FromFile("token"), workload(StrictIam.ISSUER, "").reveal());
  }

  @AfterEach
  void stop() {
    iam.close();
    service.close();
    http.close();
  }

  @AfterAll
  static void end() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private SecretText workload(String audience, String filler) {
    return new SecretText(
        StrictIam.workloadToken(
            TestKeys.RSA, CLUSTER_ISSUER, SHIPPER, audience, NOON.plusSeconds(600), filler));
  }

  // A client with a private key

  @Test
  void anAssertionIsForTheIssuerAloneOfItsOwnTypeAndLivesAMinute() throws Exception {
    assertThat(tokenOf(signed(Optional.empty()), credentials(FOR_ISSUER)))
        .isEqualTo("iam-token-of-acme");

    var form = iam.received().getFirst().form();
    assertThat(form)
        .containsOnlyKeys(
            "grant_type", "scope", "client_id", "client_assertion_type", "client_assertion")
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("scope", "ingest")
        .containsEntry("client_id", "acme");
    assertThat(iam.received().getFirst().header("Authorization")).isEmpty();
    var assertion = SignedJWT.parse(form.get("client_assertion"));
    assertThat(assertion.getHeader().toJSONObject())
        .containsOnlyKeys("typ", "alg")
        .containsEntry("typ", "client-authentication+jwt")
        .containsEntry("alg", "RS256");
    assertThat(assertion.getPayload().toJSONObject())
        .containsOnlyKeys("iss", "sub", "aud", "jti", "iat", "exp")
        .containsEntry("iss", "acme")
        .containsEntry("sub", "acme")
        .containsEntry("aud", StrictIam.ISSUER)
        .containsEntry("iat", NOON.getEpochSecond())
        .containsEntry("exp", NOON.getEpochSecond() + 60);
  }

  @Test
  void everyAssertionHasAnIdOfItsOwn() {
    tokenOf(signed(Optional.empty()), credentials(FOR_ISSUER));

    assertThat(tokenOf(signed(Optional.empty()), credentials(FOR_ISSUER)))
        .isEqualTo("iam-token-of-acme");
  }

  @Test
  void anIamThatStillWantsItsEndpointAsAudienceHasIt() {
    strict.wantsAssertionsFor(iam.endpoint().uri().toString());

    assertThat(
            tokenOf(signed(Optional.empty()), credentials(new AssertionAudience.EndpointAddress())))
        .isEqualTo("iam-token-of-acme");
    assertThat(faultOf(signed(Optional.empty()), credentials(FOR_ISSUER)))
        .isEqualTo(
            new Fault(
                CLUSTER,
                FaultKind.IDENTITY_REJECTED,
                "IAM at " + iam.endpoint() + " answered 401 invalid_client (aud is wrong)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256"})
  void aKeyInPemOrAsAJwkSignsWithTheAlgorithmItIsToldOrHas(String name) {
    var algorithm = Algorithm.of(name);
    var pair = algorithm == Algorithm.ES256 ? TestKeys.EC : TestKeys.RSA;
    strict.knowsClient("acme", pair.getPublic());

    secrets.put(new FromFile("key"), TestKeys.pem(pair.getPrivate()));
    assertThat(tokenOf(signed(Optional.of(algorithm)), credentials(FOR_ISSUER)))
        .isEqualTo("iam-token-of-acme");

    secrets.put(new FromFile("key"), jwk(algorithm));
    assertThat(tokenOf(signed(Optional.empty()), credentials(FOR_ISSUER)))
        .isEqualTo("iam-token-of-acme");
    assertThat(iam.received())
        .extracting(r -> headerOf(r.form().getOrDefault("client_assertion", "")))
        .containsExactly("{alg=" + name + "}", "{alg=" + name + ", kid=of-the-jwk}");
  }

  private static String jwk(Algorithm algorithm) {
    var named = com.nimbusds.jose.Algorithm.parse(algorithm.name());
    return algorithm == Algorithm.ES256
        ? new ECKey.Builder(Curve.P_256, (ECPublicKey) TestKeys.EC.getPublic())
            .privateKey(TestKeys.EC.getPrivate())
            .keyID("of-the-jwk")
            .algorithm(named)
            .build()
            .toString()
        : new RSAKey.Builder((RSAPublicKey) TestKeys.RSA.getPublic())
            .privateKey(TestKeys.RSA.getPrivate())
            .keyID("of-the-jwk")
            .algorithm(named)
            .build()
            .toString();
  }

  private static String headerOf(String assertion) {
    try {
      var header = new java.util.TreeMap<>(SignedJWT.parse(assertion).getHeader().toJSONObject());
      header.remove("typ");
      return header.toString();
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing    | the key is neither a JWK nor PKCS #8 in PEM; openssl pkcs8 -topk8 -nocrypt -in KEY converts other forms
          rsa-1024   | the key has fewer than 2048 bits
          p-384      | the key is of another curve than P-256
          public-jwk | the JWK is not a private key
          broken-jwk | the key is not a JWK (RFC 7517)
          broken-pem | the key is neither of RSA nor of P-256
          """)
  void aKeyThatCantBeUsedIsTheClustersFaultAndIsNotShown(String key, String why) {
    secrets.put(
        new FromFile("key"),
        switch (key) {
          case "rsa-1024" -> TestKeys.pem(TestKeys.rsa(1024).getPrivate());
          case "p-384" -> TestKeys.pem(TestKeys.ec("secp384r1").getPrivate());
          case "public-jwk" ->
              new RSAKey.Builder((RSAPublicKey) TestKeys.RSA.getPublic()).build().toString();
          case "broken-jwk" -> "{\"kty\":\"RSA\",\"d\":\"CANARY\"}";
          case "broken-pem" -> "-----BEGIN PRIVATE KEY-----\nQ0FOQVJZ\n-----END PRIVATE KEY-----";
          default -> "CANARY";
        });

    assertThat(faultOf(signed(Optional.empty()), credentials(FOR_ISSUER)))
        .isEqualTo(
            new Fault(
                CLUSTER,
                FaultKind.SECRET_UNREADABLE,
                "the key of cluster payments cannot be used: " + why));
    assertThat(iam.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"RSA,ES256,RSA", "EC,PS256,P-256"})
  void aKeyDoesNotSignWithTheAlgorithmOfAnother(String key, Algorithm algorithm, String kind) {
    var pair = key.equals("EC") ? TestKeys.EC : TestKeys.RSA;
    secrets.put(new FromFile("key"), TestKeys.pem(pair.getPrivate()));

    assertThat(faultOf(signed(Optional.of(algorithm)), credentials(FOR_ISSUER)).detail())
        .endsWith("the key is of " + kind + ", which does not sign " + algorithm);
  }

  @Test
  void ourOwnClientMaySignToo() {
    var own =
        new OwnClient.WithKey(
            "acme", new FromFile("key"), Optional.of("7"), Optional.empty(), FOR_ISSUER);
    iam.answers(received -> {
      var form = received.form();
      return headerOf(form.getOrDefault("client_assertion", "")).equals("{alg=RS256, kid=7}")
          ? Reply.json(
              200, "{\"access_token\":\"fine\",\"token_type\":\"Bearer\",\"expires_in\":60}")
          : Reply.json(401, "{\"error\":\"invalid_client\"}");
    });

    assertThat(tokenOf(FILE, bearer(own))).isEqualTo("fine");
    assertThat(iam.received().getFirst().form()).containsEntry("client_id", "acme");
  }

  // A service account, and a token file

  @Test
  void aServiceAccountsTokenStandsInForAnAssertion() {
    var named =
        new Identity.ServiceAccount(
            new Name("logging"),
            "shipper",
            new FromFile("kubeconfig"),
            Optional.empty(),
            Optional.of("acme-client"));

    assertThat(tokenOf(named, credentials(FOR_ISSUER)))
        .isEqualTo("iam-token-of-system.serviceaccount.logging.shipper");

    assertThat(iam.received().getFirst().form())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "grant_type", "client_credentials",
                "scope", "ingest",
                "client_id", "acme-client",
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", workload(StrictIam.ISSUER, "").reveal()));
  }

  @Test
  void aServiceAccountsTokenIsExchangedAtIam() {
    assertThat(tokenOf(ACCOUNT, exchange()))
        .isEqualTo("iam-token-of-system.serviceaccount.logging.shipper");

    assertThat(iam.received().getFirst().header("Authorization"))
        .isEqualTo("Basic Y2FydG9ncmFwaGVyOm91cnM=");
    assertThat(iam.received().getFirst().form())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", workload(StrictIam.ISSUER, "").reveal(),
                "subject_token_type", "urn:ietf:params:oauth:token-type:jwt",
                "requested_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "audience", "sts",
                "resource", "https://logs.example",
                "scope", "ingest"));
  }

  @Test
  void aServiceAccountsTokenIsTheGrant() {
    assertThat(tokenOf(ACCOUNT, bearer(OURS)))
        .isEqualTo("iam-token-of-system.serviceaccount.logging.shipper");

    assertThat(iam.received().getFirst().form())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "assertion", workload(StrictIam.ISSUER, "").reveal(),
                "resource", "https://logs.example",
                "scope", "ingest"));
  }

  @Test
  void theClusterIsAskedOnlyWhenIamIs() {
    accounts =
        (_, audience, _) -> {
          clusterAsked.incrementAndGet();
          return workload(audience, "");
        };
    var exchange = keptAt(bearer(OURS));

    exchange.tokenFor(binding(ACCOUNT));
    exchange.tokenFor(binding(ACCOUNT));

    assertThat(clusterAsked).hasValue(1);
    assertThat(iam.received()).hasSize(1);
  }

  @Test
  void theTokenFileIsReadAtEachUseSoARotatedOneIsTakenUp() {
    var exchange = keptAt(bearer(OURS));
    exchange.tokenFor(binding(FILE));
    var rotated = workload(StrictIam.ISSUER, "rotated").reveal();
    secrets.put(new FromFile("token"), rotated);

    exchange.tokenFor(binding(FILE));

    assertThat(iam.received()).hasSize(2);
    assertThat(iam.received().getLast().form()).containsEntry("assertion", rotated);
  }

  @ParameterizedTest
  @CsvSource({
    "https://elsewhere.example, system:serviceaccount:logging:shipper,"
        + " a token that is not for https://iam.example/realms/fleet alone",
    "https://iam.example/realms/fleet, system:serviceaccount:logging:other,"
        + " a token that is not of system:serviceaccount:logging:shipper"
  })
  void aTokenOfAnotherAccountOrAudienceIsNotSentOn(String audience, String subject, String what) {
    accounts =
        (_, _, _) ->
            new SecretText(
                StrictIam.workloadToken(
                    TestKeys.RSA, CLUSTER_ISSUER, subject, audience, NOON.plusSeconds(60), ""));

    assertThat(faultOf(ACCOUNT, bearer(OURS)))
        .isEqualTo(
            new Fault(
                CLUSTER,
                FaultKind.WRONG_TOKEN,
                "the API server of cluster payments issued " + what));
    assertThat(iam.received()).isEmpty();
  }

  @Test
  void aClusterThatGivesNoTokenIsAtFaultAndIamIsNotAsked() {
    var fault = new Fault(CLUSTER, FaultKind.NO_CLUSTER_TOKEN, "there is no such service account");
    accounts =
        (_, _, _) -> {
          throw new DependencyFailure(fault);
        };

    assertThat(exchangeAt(bearer(OURS)).tokenFor(binding(ACCOUNT)))
        .isEqualTo(new Exchanged.Failed(fault, List.of(new Attempt.Blocked(Dependency.LOGGING))));
    assertThat(iam.received()).isEmpty();
  }

  // Never a weaker grant

  @ParameterizedTest
  @ValueSource(ints = {4_001, 9_000})
  void anIamThatDropsALongSubjectGetsNoWeakerGrantThrough(int filler) {
    strict.dropsLongSubjects();
    accounts = (_, audience, _) -> workload(audience, "x".repeat(filler));

    assertThat(faultOf(ACCOUNT, exchange()))
        .isEqualTo(
            new Fault(
                Dependency.IAM,
                FaultKind.WRONG_TOKEN,
                "IAM at "
                    + iam.endpoint()
                    + " issued a token whose issued_token_type is not an access token"));
    assertThat(strict.grants()).containsExactly("urn:ietf:params:oauth:grant-type:token-exchange");
  }

  @ParameterizedTest
  @ValueSource(ints = {16_000, 1_048_576})
  void aTokenThatIsTooLongIsRefusedBeforeItIsSent(int length) {
    accounts = (_, audience, _) -> workload(audience, "x".repeat(length));
    secrets.put(new FromFile("token"), "x".repeat(length + 400));

    assertThat(faultOf(ACCOUNT, exchange()).detail())
        .isEqualTo("the API server of cluster payments issued a token longer than 16 KiB");
    assertThat(faultOf(FILE, exchange()))
        .isEqualTo(
            new Fault(
                CLUSTER,
                FaultKind.SECRET_UNREADABLE,
                "the token file of cluster payments holds no token: 1 to 16,384 characters of those"
                    + " that RFC 6750 §2.1 has"));
    assertThat(strict.grants()).isEmpty();
  }

  @Test
  void aFileWithoutATokenIsNotSent() {
    secrets.put(new FromFile("token"), "not a token\nCANARY");

    assertThat(faultOf(FILE, bearer(OURS)).detail())
        .startsWith("the token file of cluster payments holds no token")
        .doesNotContain("CANARY");
    assertThat(iam.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exchange | {"error":"invalid_request","error_description":"Invalid token"} | CLUSTER      | IDENTITY_REJECTED
          exchange | {"error":"invalid_client"}                        | CARTOGRAPHER | HTTP_4XX
          exchange | {"error":"invalid_target"}                        | CARTOGRAPHER | HTTP_4XX
          exchange | {"error":"temporarily_unavailable"}               | IAM          | HTTP_5XX
          exchange | {}                                                | IAM          | HTTP_4XX
          bearer   | {"error":"invalid_grant","error_description":"Token is expired"} | CLUSTER | IDENTITY_REJECTED
          bearer   | {"error":"invalid_request"}                       | CARTOGRAPHER | HTTP_4XX
          bearer   | {"error":"unauthorized_client"}                   | CARTOGRAPHER | HTTP_4XX
          bearer   | {"error":"unsupported_grant_type"}                | CARTOGRAPHER | HTTP_4XX
          bearer   | {"error":"invalid_scope"}                         | CARTOGRAPHER | HTTP_4XX
          nobody   | {"error":"invalid_client"}                        | CLUSTER      | IDENTITY_REJECTED
          """)
  void aRefusalIsLaidToWhomItIsAboutAndNothingElseIsTried(
      String step, String body, Dependency blamed, FaultKind kind) {
    iam.answers(Reply.json(400, body));

    var fault =
        faultOf(
            ACCOUNT,
            switch (step) {
              case "exchange" -> exchange();
              case "bearer" -> bearer(OURS);
              default -> bearer(new OwnClient.Nobody());
            });

    assertThat(fault.dependency()).isEqualTo(blamed);
    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(iam.received()).hasSize(1);
  }

  @Test
  void ourOwnSecretThatCantBeReadIsOurFault() {
    secrets.remove(new FromFile("ours"));

    assertThat(faultOf(ACCOUNT, bearer(OURS)).dependency()).isEqualTo(CARTOGRAPHER);
  }

  private IamStep credentials(AssertionAudience audience) {
    return new ClientCredentials(
        iam.endpoint(),
        Optional.of("ingest"),
        audience,
        Workload.forAudience(Optional.of(StrictIam.ISSUER)),
        ofSeconds(5));
  }

  private IamStep exchange() {
    return new TokenExchange(
        iam.endpoint(),
        JWT,
        Optional.of("sts"),
        Optional.of("https://logs.example"),
        Optional.of("ingest"),
        OURS,
        Workload.forAudience(Optional.of(StrictIam.ISSUER)),
        ofSeconds(5));
  }

  private IamStep bearer(OwnClient client) {
    return new JwtBearer(
        iam.endpoint(),
        Optional.of("ingest"),
        Optional.of("https://logs.example"),
        client,
        Workload.forAudience(Optional.of(StrictIam.ISSUER)),
        ofSeconds(5));
  }

  private static Identity signed(Optional<Algorithm> algorithm) {
    return new Identity.SignedClient("acme", new FromFile("key"), Optional.empty(), algorithm);
  }

  private String tokenOf(Identity identity, IamStep step) {
    var exchanged = exchangeAt(step).tokenFor(binding(identity));
    assertThat(exchanged).isInstanceOf(Exchanged.Issued.class);
    return ((Exchanged.Issued) exchanged).token().text().reveal();
  }

  private Fault faultOf(Identity identity, IamStep step) {
    var exchanged = exchangeAt(step).tokenFor(binding(identity));
    assertThat(exchanged).isInstanceOf(Exchanged.Failed.class);
    return ((Exchanged.Failed) exchanged).fault();
  }

  /** The IAM token is the one to write with, so that it shows. */
  private RegionExchange exchangeAt(IamStep step) {
    return exchangeAt(step, new ServiceStep.None(Optional.empty()));
  }

  /** The IAM token is kept, and posted to a service. */
  private RegionExchange keptAt(IamStep step) {
    return exchangeAt(
        step,
        new ServiceStep.BearerPost(
            service.endpoint(),
            Optional.empty(),
            "token",
            "ttl",
            ServiceStep.ExpiryUnit.SECONDS,
            Optional.empty(),
            ofSeconds(5)));
  }

  private RegionExchange exchangeAt(IamStep step, ServiceStep service) {
    return new RegionExchange(
        List.of(new Region(new Name("us-south"), step, service, service)),
        this::secret,
        (account, audience, lifetime) -> accounts.tokenOf(account, audience, lifetime),
        http,
        new Gates(clock, (_, _) -> {}),
        clock,
        random);
  }

  private SecretText secret(SecretRef ref) {
    return Optional.ofNullable(secrets.get(ref))
        .map(SecretText::new)
        .orElseThrow(() -> new SecretUnreadable("there is no file " + ((FromFile) ref).name()));
  }

  private static Binding binding(Identity identity) {
    var carrier = new Carrier(new Name("dal10-carrier1"), new Name("us-south"));
    var cluster =
        new Cluster(
            7, new Name("payments"), new Name("acme"), carrier, identity, new Target.Files(), 1);
    return new Binding(cluster, Signal.LOGS);
  }
}
