package dev.cartographer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cartographer.sandbox.Caller.Answer;
import dev.cartographer.sandbox.IamPrincipals.Grant;
import dev.cartographer.secret.SecretText;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxIamTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String OUR = Caller.basic("cartographer", "ours");

  private final SettableClock clock = new SettableClock(NOON);
  private final Caller caller = new Caller();
  private final SandboxIam iam =
      SandboxIam.start(
          new SandboxIam.Settings(
              Duration.ofSeconds(60),
              Duration.ofSeconds(30),
              Map.of("logging-service", "logging", "metrics-service", "metrics")),
          clock);

  @BeforeEach
  void someAreKnown() {
    iam.principals().register("acme", new SecretText("s:e+cret"), Grant.CLIENT_CREDENTIALS);
    iam.principals().register("cartographer", new SecretText("ours"), Grant.TOKEN_EXCHANGE);
    iam.principals().registerKey("globex", new SecretText("key-1"));
  }

  @AfterEach
  void end() {
    caller.close();
    iam.close();
  }

  @Test
  void clientCredentialsAreATokenThatNamesTheClient() throws Exception {
    var answer = token(Caller.basic("acme", "s:e+cret"), "grant_type", "client_credentials");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.text("token_type")).isEqualTo("Bearer");
    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(60);
    assertThat(answer.text("scope")).isEqualTo("cartographer");
    var jwt = SignedJWT.parse(answer.text("access_token"));
    assertThat(jwt.verify(new RSASSAVerifier(publishedKeys().getKeys().getFirst().toRSAKey())))
        .isTrue();
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("acme");
    assertThat(jwt.getJWTClaimsSet().getAudience()).isEqualTo(List.of("cartographer"));
    assertThat(jwt.getJWTClaimsSet().getExpirationTime())
        .isEqualTo(Date.from(NOON.plusSeconds(60)));
  }

  @Test
  void theSecretMayBePostedInstead() throws Exception {
    var answer =
        token(
            "",
            "grant_type",
            "client_credentials",
            "client_id",
            "acme",
            "client_secret",
            "s:e+cret",
            "scope",
            "cartographer");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void bothWaysAtOnceAreRefused() throws Exception {
    var answer =
        token(
            Caller.basic("acme", "s:e+cret"),
            "grant_type",
            "client_credentials",
            "client_id",
            "acme",
            "client_secret",
            "s:e+cret");

    assertRefused(answer, 400, "invalid_request");
  }

  @Test
  void aClientIdBesideTheHeaderMustBeTheSame() throws Exception {
    var basic = Caller.basic("acme", "s:e+cret");

    var same = token(basic, "grant_type", "client_credentials", "client_id", "acme");
    var other = token(basic, "grant_type", "client_credentials", "client_id", "globex");

    assertThat(same.status()).isEqualTo(200);
    assertRefused(other, 400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic YWNtZTp3cm9uZw==",
        "Basic bm9ib2R5OngK",
        "Basic !",
        "Basic YWNtZQ==",
        "Bearer x"
      })
  void whoeverDoesNotShowWhoItIsIsAnInvalidClient(String authorization) throws Exception {
    var answer = token(authorization, "grant_type", "client_credentials");

    assertRefused(answer, 401, "invalid_client");
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo("Basic realm=\"sandbox-iam\", charset=\"UTF-8\"");
  }

  @Test
  void aDisabledClientIsInvalidUntilItIsEnabledAgain() throws Exception {
    iam.principals().disable("acme");
    var disabled = token(Caller.basic("acme", "s:e+cret"), "grant_type", "client_credentials");
    iam.principals().enable("acme");
    var enabled = token(Caller.basic("acme", "s:e+cret"), "grant_type", "client_credentials");

    assertRefused(disabled, 401, "invalid_client");
    assertThat(enabled.status()).isEqualTo(200);
  }

  @Test
  void aGrantThatIsUnknownMissingNotTheClientsOrOfAnotherScopeIsRefused() throws Exception {
    var acme = Caller.basic("acme", "s:e+cret");

    assertRefused(token(acme, "grant_type", "password"), 400, "unsupported_grant_type");
    assertRefused(token(acme, "scope", "cartographer"), 400, "invalid_request");
    assertRefused(token(acme, "grant_type", ""), 400, "invalid_request");
    assertRefused(token(OUR, "grant_type", "client_credentials"), 400, "unauthorized_client");
    assertRefused(token(acme, "grant_type", EXCHANGE), 400, "unauthorized_client");
    assertRefused(
        token(acme, "grant_type", "client_credentials", "scope", "cartographer root"),
        400,
        "invalid_scope");
  }

  @Test
  void aParameterGivenTwiceIsRefused() throws Exception {
    var answer =
        token(
            Caller.basic("acme", "s:e+cret"),
            "grant_type",
            "client_credentials",
            "grant_type",
            "client_credentials");

    assertRefused(answer, 400, "invalid_request");
  }

  @Test
  void aRequestInAnyOtherFormIsRefused() throws Exception {
    var acme = Caller.basic("acme", "s:e+cret");
    var form = "application/x-www-form-urlencoded";

    var json = caller.post(iam.tokenEndpoint(), acme, "application/json", "{}");
    var badlyEncoded = caller.post(iam.tokenEndpoint(), acme, form, "grant_type=%zz");
    var inUrl =
        caller.post(URI.create(iam.tokenEndpoint() + "?client_secret=s"), acme, form, "a=b");
    var get = caller.get(iam.tokenEndpoint());

    assertRefused(json, 400, "invalid_request");
    assertRefused(badlyEncoded, 400, "invalid_request");
    assertRefused(inUrl, 400, "invalid_request");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("Allow")).isEqualTo("POST");
  }

  @Test
  void anExchangedTokenIsForTheServiceAndNamesTheSubject() throws Exception {
    var answer = exchange(subject(), "audience", "logging-service", "scope", "logging");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.text("issued_token_type")).isEqualTo(ACCESS_TOKEN);
    assertThat(answer.text("token_type")).isEqualTo("Bearer");
    assertThat(answer.text("scope")).isEqualTo("logging");
    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(30);
    var claims = SignedJWT.parse(answer.text("access_token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("acme");
    assertThat(claims.getAudience()).isEqualTo(List.of("logging-service"));
    assertThat(claims.getStringClaim("client_id")).isEqualTo("cartographer");
  }

  @Test
  void withoutAScopeTheAudiencesOwnIsGranted() throws Exception {
    assertThat(exchange(subject(), "audience", "metrics-service").text("scope"))
        .isEqualTo("metrics");
  }

  @Test
  void aSubjectTokenThatIsNotAcceptedIsAnInvalidRequest() throws Exception {
    var good = subject();
    var forService = exchange(good, "audience", "logging-service").text("access_token");
    var forged = good.substring(0, good.length() - 6) + "AAAAAA";

    assertRefused(exchange("x", "audience", "logging-service"), 400, "invalid_request");
    assertRefused(exchange(forged, "audience", "logging-service"), 400, "invalid_request");
    assertRefused(exchange(forService, "audience", "metrics-service"), 400, "invalid_request");
    clock.advance(Duration.ofSeconds(60));
    assertRefused(exchange(good, "audience", "logging-service"), 400, "invalid_request");
  }

  @Test
  void theTokenOfADisabledClientIsNotExchanged() throws Exception {
    var token = subject();

    iam.principals().disable("acme");

    assertRefused(exchange(token, "audience", "logging-service"), 400, "invalid_request");
  }

  @Test
  void aTargetThatIsNotKnownIsInvalid() throws Exception {
    var token = subject();

    assertRefused(exchange(token, "audience", "billing"), 400, "invalid_target");
    assertRefused(
        exchange(token, "audience", "logging-service", "audience", "metrics-service"),
        400,
        "invalid_target");
    assertRefused(
        exchange(token, "audience", "logging-service", "resource", "https://x.example"),
        400,
        "invalid_target");
    assertRefused(exchange(token), 400, "invalid_request");
  }

  @Test
  void whatAnExchangeCannotGiveIsRefused() throws Exception {
    var token = subject();
    var audience = "logging-service";

    assertRefused(exchange(token, "audience", audience, "scope", "metrics"), 400, "invalid_scope");
    assertRefused(
        exchange(token, "audience", audience, "requested_token_type", "urn:x:saml"),
        400,
        "invalid_request");
    assertRefused(
        exchange(token, "audience", audience, "actor_token", "y"), 400, "invalid_request");
    assertRefused(
        token(OUR, "grant_type", EXCHANGE, "subject_token", token, "audience", audience),
        400,
        "invalid_request");
    assertRefused(
        token(
            OUR,
            "grant_type",
            EXCHANGE,
            "subject_token",
            token,
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:saml2",
            "audience",
            audience),
        400,
        "invalid_request");
  }

  @Test
  void anApiKeyIsATokenInIbmsForm() throws Exception {
    var answer = apiKey("key-1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("refresh_token")).isEqualTo("not_supported");
    assertThat(answer.text("token_type")).isEqualTo("Bearer");
    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(60);
    assertThat(answer.json().path("expiration").asLong())
        .isEqualTo(NOON.plusSeconds(60).getEpochSecond());
    assertThat(answer.text("scope")).isEqualTo("ibm openid");
    assertThat(SignedJWT.parse(answer.text("access_token")).getJWTClaimsSet().getSubject())
        .isEqualTo("globex");
  }

  @Test
  void anApiKeyThatIsUnknownOrDisabledIsRefusedInIbmsForm() throws Exception {
    var unknown = apiKey("key-2");
    iam.principals().disableKey(new SecretText("key-1"));
    var disabled = apiKey("key-1");
    iam.principals().enableKey(new SecretText("key-1"));

    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("errorCode")).isEqualTo("BXNIM0415E");
    assertThat(unknown.text("errorMessage")).isEqualTo("Provided API key could not be found.");
    assertThat(unknown.json().path("context").path("requestId").asText()).isNotEmpty();
    assertThat(disabled.status()).isEqualTo(400);
    assertThat(disabled.text("errorCode")).isEqualTo("BXNIM0462E");
    assertThat(apiKey("key-1").status()).isEqualTo(200);
  }

  @Test
  void anApiKeyRequestThatIsNotWholeIsRefusedInIbmsForm() throws Exception {
    var grant = "urn:ibm:params:oauth:grant-type:apikey";
    var endpoint = iam.identityEndpoint();

    var noKey = caller.form(endpoint, "", "grant_type", grant);
    var noGrant = caller.form(endpoint, "", "apikey", "key-1");
    var otherGrant = caller.form(endpoint, "", "apikey", "key-1", "grant_type", "password");
    var noForm = caller.post(endpoint, "", "application/json", "{}");

    assertThat(List.of(noKey, noGrant, otherGrant, noForm))
        .extracting(Answer::status, answer -> answer.text("errorCode"))
        .containsExactly(
            tuple(400, "BXNIM0109E"),
            tuple(400, "BXNIM0109E"),
            tuple(400, "BXNIM0106E"),
            tuple(400, "BXNIM0106E"));
  }

  private static void assertRefused(Answer answer, int status, String error) {
    assertThat(answer.text("error")).as(answer.body()).isEqualTo(error);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  private Answer token(String authorization, String... parameters) throws Exception {
    return caller.form(iam.tokenEndpoint(), authorization, parameters);
  }

  private Answer apiKey(String key) throws Exception {
    return caller.form(
        iam.identityEndpoint(),
        "",
        "grant_type",
        "urn:ibm:params:oauth:grant-type:apikey",
        "apikey",
        key);
  }

  private String subject() throws Exception {
    return token(Caller.basic("acme", "s:e+cret"), "grant_type", "client_credentials")
        .text("access_token");
  }

  private Answer exchange(String subjectToken, String... more) throws Exception {
    var parameters =
        new ArrayList<>(
            List.of(
                "grant_type", EXCHANGE,
                "subject_token", subjectToken,
                "subject_token_type", ACCESS_TOKEN));
    parameters.addAll(List.of(more));
    return token(OUR, parameters.toArray(String[]::new));
  }

  private JWKSet publishedKeys() throws Exception {
    var keys = iam.server().at("/keys");
    return JWKSet.parse(caller.send(HttpRequest.newBuilder(keys)).body());
  }
}
