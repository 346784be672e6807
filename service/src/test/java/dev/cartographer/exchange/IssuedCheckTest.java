package dev.cartographer.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.cartographer.exchange.BearerToken.Subject;
import dev.cartographer.exchange.ServiceStep.ExpiryUnit;
import dev.cartographer.exchange.TokenAnswer.Members;
import dev.cartographer.fault.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuedCheckTest {
  private static final Instant SENT = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant NOW = SENT.plusSeconds(2);
  private static final Subject ACME = new Subject("https://iam.example.com", "acme-payments");

  @Test
  void anOpaqueTokenIsTakenAsItsAnswerDescribesIt() {
    var token = checked(exchangeAnswer("opaque-1234", "3600"), exchange());

    assertThat(token.text().reveal()).isEqualTo("opaque-1234");
    assertThat(token.issuedAt()).isEqualTo(SENT);
    assertThat(token.expiresAt()).isEqualTo(SENT.plusSeconds(3600));
    assertThat(token.speaksFor()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3600      | PT1H
          "3600"    | PT1H
          3600.9    | PT1H
          3.6e3     | PT1H
          86400     | PT24H
          12        | PT12S
          """)
  void alifetimeCountsFromWhenTheRequestWasSent(String expiresIn, Duration lifetime) {
    var token = checked(exchangeAnswer("opaque", expiresIn), exchange());

    assertThat(token.expiresAt()).isEqualTo(SENT.plus(lifetime));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "-3600",
        "0.5",
        "11",
        "86401",
        "1e12",
        "1e99",
        "1e999999",
        "1e-999999",
        "999999999999999999999999999999",
        "\"NaN\"",
        "\"1e3\"",
        "\"3600 \"",
        "\"\"",
        "true",
        "{}",
        "null"
      })
  void aLifetimeThatIsNoneOrTooShortOrTooLongIsRefused(String expiresIn) {
    assertThat(mishap(exchangeAnswer("opaque", expiresIn), exchange()).kind())
        .isEqualTo(FaultKind.WRONG_TOKEN);
  }

  @Test
  void anExpiryMayBeAnInstant() {
    var members = new Members("token", "valid_until", ExpiryUnit.EPOCH);
    var until = SENT.plusSeconds(1800);
    var body = "{\"token\":\"opaque\",\"valid_until\":" + until.getEpochSecond() + "}";

    var token = checked(body, members, post("metrics-service"));

    assertThat(token.expiresAt()).isEqualTo(until);
  }

  @Test
  void anInstantInMillisecondsIsNotTakenForSeconds() {
    var members = new Members("token", "valid_until", ExpiryUnit.EPOCH);
    var body = "{\"token\":\"opaque\",\"valid_until\":" + SENT.plusSeconds(60).toEpochMilli() + "}";

    assertThat(mishap(body, members, post("metrics-service")).what())
        .isEqualTo("issued a token that lives longer than 24 h");
  }

  @Test
  void whenTheAnswerIsSilentTheJwtSaysWhenItEnds() {
    var jwt = jwt(claims -> claims.expirationTime(Date.from(SENT.plusSeconds(900))));
    var body =
        """
        {"access_token":"%s","token_type":"Bearer",
         "issued_token_type":"urn:ietf:params:oauth:token-type:jwt"}
        """
            .formatted(jwt);

    assertThat(checked(body, Members.OAUTH, exchange()).expiresAt())
        .isEqualTo(SENT.plusSeconds(900));
  }

  @ParameterizedTest
  @CsvSource({"3600,900,900", "900,3600,900", "3600,86401,3600", "1e12,3600,3600"})
  void ofTwoEndsTheEarlierHolds(String expiresIn, long exp, long ends) {
    var jwt = jwt(claims -> claims.expirationTime(Date.from(SENT.plusSeconds(exp))));

    assertThat(checked(exchangeAnswer(jwt, expiresIn), exchange()).expiresAt())
        .isEqualTo(SENT.plusSeconds(ends));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "two words",
        "line\\nbreak",
        "carriage\\rreturn",
        "nul\\u0000",
        "quote\\\"",
        "back\\\\slash",
        "umlaut-\\u00e4",
        "a=b",
        "${tag}",
        "#{exit}"
      })
  void aTokenThatDoesNotFitIntoAHeaderIsRefusedAndNotQuoted(String token) {
    var mishap = mishap(exchangeAnswer(token, "3600"), exchange());

    assertThat(mishap.kind()).isEqualTo(FaultKind.WRONG_TOKEN);
    assertThat(mishap.what())
        .isEqualTo("issued a token with characters that no bearer token has (RFC 6750 §2.1)");
  }

  @Test
  void aTokenMayBeSixteenKibibytesLongAndNoLonger() {
    assertThat(checked(exchangeAnswer("x".repeat(16384), "3600"), exchange()).text().reveal())
        .hasSize(16384);
    assertThat(mishap(exchangeAnswer("x".repeat(16385), "3600"), exchange()).what())
        .isEqualTo("issued a token longer than 16 KiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"access_token\":null}",
        "{\"access_token\":17}",
        "{\"access_token\":[\"a\"]}",
        "{\"access_token\":\"a\",\"token_type\":1}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"scope\":[\"logging\"]}"
      })
  void anAnswerWhoseMembersAreMissingOrNoTextIsABadResponse(String body) {
    assertThat(mishap(body, Members.OAUTH, exchange()).kind()).isEqualTo(FaultKind.BAD_RESPONSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "bearer", "BEARER"})
  void theTypeIsBearerHoweverItIsWritten(String type) {
    assertThat(checked(typed(type), Members.OAUTH, exchange()).expiresAt())
        .isEqualTo(SENT.plusSeconds(3600));
  }

  @ParameterizedTest
  @ValueSource(strings = {"N_A", "DPoP", "mac", "", "Bearer "})
  void anotherTypeOfTokenIsRefused(String type) {
    assertThat(mishap(typed(type), Members.OAUTH, exchange()).what())
        .isEqualTo("issued a token that is not of type Bearer");
  }

  @Test
  void anOauthAnswerWithoutATypeIsRefusedAndAServicesOwnIsNot() {
    var body = "{\"access_token\":\"opaque\",\"expires_in\":3600}";

    assertThat(mishap(body, Members.OAUTH, iam()).kind()).isEqualTo(FaultKind.WRONG_TOKEN);
    assertThat(checked(body, Members.OAUTH, post("metrics-service")).expiresAt())
        .isEqualTo(SENT.plusSeconds(3600));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"urn:ietf:params:oauth:token-type:id_token\"",
        "\"urn:ietf:params:oauth:token-type:refresh_token\"",
        "\"urn:ietf:params:oauth:token-type:saml2\"",
        "\"access_token\"",
        "\"\"",
        "null"
      })
  void anExchangedTokenOfAnotherKindIsRefused(String issuedTokenType) {
    var body =
        """
        {"access_token":"opaque","token_type":"Bearer","expires_in":3600,"issued_token_type":%s}
        """
            .formatted(issuedTokenType);

    assertThat(mishap(body, Members.OAUTH, exchange()).what())
        .isEqualTo("issued a token whose issued_token_type is not an access token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logging",
        "logging email profile",
        " email  logging ",
        "openid logging address phone"
      })
  void theScopeAskedForMayComeWithScopesThatOnlySayWhoItIs(String granted) {
    assertThat(checked(scoped(granted), Members.OAUTH, exchange()).expiresAt())
        .isEqualTo(SENT.plusSeconds(3600));
  }

  @ParameterizedTest
  @CsvSource({
    "metrics,issued a token without the scope that was asked for",
    "'',issued a token without the scope that was asked for",
    "LOGGING,issued a token without the scope that was asked for",
    "logging metrics,issued a token of wider scope than was asked for",
    "logging admin,issued a token of wider scope than was asked for",
    "logging offline_access,issued a token of wider scope than was asked for"
  })
  void narrowerAndWiderScopesAreRefused(String granted, String what) {
    assertThat(mishap(scoped(granted), Members.OAUTH, exchange()).what()).isEqualTo(what);
  }

  @Test
  void whoeverAsksForNoScopeTakesWhatItIsGiven() {
    var body =
        """
        {"access_token":"opaque","token_type":"Bearer","expires_in":3600,"scope":"ibm openid"}
        """;

    assertThat(checked(body, Members.OAUTH, iam()).text().reveal()).isEqualTo("opaque");
  }

  static Stream<UnaryOperator<JWTClaimsSet.Builder>> foreign() {
    return Stream.of(
        claims -> claims.audience("metrics-service"),
        claims -> claims.audience(List.of("logging-service", "metrics-service")),
        claims -> claims.audience(List.of("metrics-service", "logging-service")),
        claims -> claims.audience(List.of()),
        claims -> claims.claim("aud", null),
        claims -> claims.audience("Logging-Service"),
        claims -> claims.subject("globex-shop"),
        claims -> claims.claim("typ", "ID"),
        claims -> claims.claim("typ", "Refresh"),
        claims -> claims.claim("typ", "Offline"),
        claims -> claims.claim("typ", "Logout"),
        claims -> claims.issueTime(Date.from(NOW.plusSeconds(61))),
        claims -> claims.issueTime(Date.from(NOW.plus(Duration.ofDays(365)))),
        claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(61))),
        claims -> claims.expirationTime(Date.from(SENT.minusSeconds(30))),
        claims -> claims.expirationTime(Date.from(SENT.plusSeconds(11))));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void aJwtThatIsNotForThisServiceAndSubjectAndNowIsRefused(
      UnaryOperator<JWTClaimsSet.Builder> claims) {
    assertThat(mishap(exchangeAnswer(jwt(claims), "3600"), exchange()).kind())
        .isEqualTo(FaultKind.WRONG_TOKEN);
  }

  static Stream<UnaryOperator<JWTClaimsSet.Builder>> ours() {
    return Stream.of(
        UnaryOperator.identity(),
        claims -> claims.audience(List.of("logging-service")),
        claims -> claims.claim("typ", "Bearer"),
        claims -> claims.subject(null),
        claims -> claims.issuer("https://other.example.com").subject("pairwise-17"),
        claims -> claims.issueTime(Date.from(NOW.plusSeconds(59))),
        claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(59))));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void aJwtForThisServiceIsTaken(UnaryOperator<JWTClaimsSet.Builder> claims) {
    var jwt = jwt(claims);

    assertThat(checked(exchangeAnswer(jwt, "3600"), exchange()).text().reveal()).isEqualTo(jwt);
  }

  @Test
  void aJwtNamesWhomItSpeaksFor() {
    var jwt = jwt(UnaryOperator.identity());

    assertThat(checked(exchangeAnswer(jwt, "3600"), exchange()).speaksFor()).contains(ACME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_id", "azp"})
  void theIamTokenOfAnotherClientIsRefused(String claim) {
    var theirs = jwt(claims -> claims.claim(claim, "globex-shop"));
    var ours = jwt(claims -> claims.claim(claim, "acme-payments"));

    assertThat(mishap(exchangeAnswer(theirs, "3600"), iam()).what())
        .isEqualTo("issued the token of somebody else");
    assertThat(checked(exchangeAnswer(ours, "3600"), iam()).text().reveal()).isEqualTo(ours);
  }

  @Test
  void aJwtThatNobodySignedIsRefused() {
    var unsigned =
        TestJwt.of("{\"alg\":\"none\"}", "{\"aud\":\"logging-service\",\"exp\":9999999999}", "");

    assertThat(mishap(exchangeAnswer(unsigned, "3600"), exchange()).what())
        .isEqualTo("issued a JWT that nobody signed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "{\"exp\":\"never\"}", "{\"aud\":17}", "{\"nbf\":{}}"})
  void aJwtWhoseClaimsCannotBeReadIsRefused(String payload) {
    var jwt = TestJwt.of("{\"alg\":\"RS256\"}", payload, "c2lnbmF0dXJl");

    assertThat(mishap(exchangeAnswer(jwt, "3600"), exchange()).kind())
        .isEqualTo(FaultKind.WRONG_TOKEN);
  }

  @Test
  void aJwtThatIsDeepIsSurvived() {
    var deep = "{\"a\":".repeat(1500) + "1" + "}".repeat(1500);
    var claims = TestJwt.of("{\"alg\":\"RS256\"}", deep, "c2ln");
    var header = TestJwt.of("{\"alg\":\"RS256\",\"a\":" + deep + "}", "{}", "c2ln");

    assertThat(mishap(exchangeAnswer(claims, "3600"), exchange()).kind())
        .isEqualTo(FaultKind.WRONG_TOKEN);
    assertThat(checkedOrRefused(exchangeAnswer(header, "3600"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", "a.b", "..", "a.b.c.d.e", "1.2.840.113549"})
  void dotsAloneMakeNoJwt(String token) {
    assertThat(checked(exchangeAnswer(token, "3600"), exchange()).text().reveal()).isEqualTo(token);
  }

  private static boolean checkedOrRefused(String body) {
    try {
      return checked(body, exchange()).issuedAt().equals(SENT);
    } catch (Mishap refused) {
      return refused.kind() == FaultKind.WRONG_TOKEN;
    }
  }

  private static String jwt(UnaryOperator<JWTClaimsSet.Builder> claims) {
    return TestJwt.with(builder ->
        claims.apply(
            builder
                .issuer("https://iam.example.com")
                .subject("acme-payments")
                .audience("logging-service")
                .expirationTime(Date.from(SENT.plusSeconds(3600)))));
  }

  private static String exchangeAnswer(String token, String expiresIn) {
    return """
    {"access_token":"%s","token_type":"Bearer","expires_in":%s,
     "issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}
    """
        .formatted(token, expiresIn);
  }

  private static String typed(String type) {
    return """
    {"access_token":"opaque","token_type":"%s","expires_in":3600,
     "issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}
    """
        .formatted(type);
  }

  private static String scoped(String scope) {
    return """
    {"access_token":"opaque","token_type":"Bearer","expires_in":3600,"scope":"%s",
     "issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}
    """
        .formatted(scope);
  }

  private static Expected iam() {
    return new Expected(
        Optional.empty(),
        Optional.empty(),
        Optional.of("acme-payments"),
        Optional.empty(),
        true,
        false);
  }

  private static Expected exchange() {
    return new Expected(
        Optional.of("logging-service"),
        Optional.of("logging"),
        Optional.empty(),
        Optional.of(ACME),
        true,
        true);
  }

  private static Expected post(String audience) {
    return new Expected(
        Optional.of(audience), Optional.empty(), Optional.empty(), Optional.empty(), false, false);
  }

  private static BearerToken checked(String body, Expected expected) {
    return checked(body, Members.OAUTH, expected);
  }

  private static BearerToken checked(String body, Members members, Expected expected) {
    return IssuedCheck.check(
        TokenAnswer.in(StrictJson.object(body), members, SENT), expected, SENT, NOW);
  }

  private static Mishap mishap(String body, Expected expected) {
    return mishap(body, Members.OAUTH, expected);
  }

  private static Mishap mishap(String body, Members members, Expected expected) {
    return catchThrowableOfType(Mishap.class, () -> checked(body, members, expected));
  }
}
