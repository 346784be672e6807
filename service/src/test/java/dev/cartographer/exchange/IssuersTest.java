package dev.cartographer.exchange;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.exchange.TokenRequest.Needs;
import dev.cartographer.exchange.TokenServer.Reply;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuersTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Vertx VERTX = Vertx.vertx();
  private static final String OAUTH = "/.well-known/oauth-authorization-server/realms/a";
  private static final String OPENID = "/realms/a/.well-known/openid-configuration";

  private final MutableClock clock = new MutableClock(NOON);
  private final TokenServer server = new TokenServer(_ -> Reply.json(200, metadata("")));
  private final OutboundHttp http = new OutboundHttp(VERTX, clock);
  private final Authorities authorities =
      new Authorities(
          new Credentials(_ -> new SecretText("pem"), clock, new Random(1)), http, clock);

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @AfterAll
  static void end() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private Issuer issuer() {
    return new Issuer(root() + "/realms/a");
  }

  private String root() {
    return server.endpoint().uri().toString().replace("/token", "");
  }

  private String metadata(String more) {
    return "{\"issuer\":\"%s\",\"token_endpoint\":\"https://iam.example/token\"%s}"
        .formatted(issuer().identifier(), more);
  }

  private Reached reached() {
    return authorities.reach(issuer(), Needs.NOTHING);
  }

  private Mishap mishap() {
    return catchThrowableOfType(Mishap.class, this::reached);
  }

  @Test
  void theEndpointIsWhatTheMetadataOfTheIssuerSays() {
    assertThat(reached().endpoint()).isEqualTo(TokenEndpoint.of("https://iam.example/token"));
    assertThat(server.received())
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.method()).isEqualTo("GET");
          assertThat(asked.path()).isEqualTo(OAUTH);
          assertThat(asked.header("Authorization")).isEmpty();
          assertThat(asked.header("Accept")).isEqualTo("application/json");
        });
  }

  @Test
  void whereTheFirstPlaceHasNoneTheOneOfOpenIdIsAsked() {
    server.answers(asked ->
        asked.path().equals(OPENID) ? Reply.json(200, metadata("")) : Reply.json(404, "{}"));

    assertThat(reached().endpoint()).isEqualTo(TokenEndpoint.of("https://iam.example/token"));
    assertThat(server.received()).extracting(r -> r.path()).containsExactly(OAUTH, OPENID);
  }

  @Test
  void theIssuerIsComparedLetterByLetter() {
    for (var other : List.of(issuer() + "/", issuer().identifier().replace("/a", "/A"), "x", "")) {
      server.answers(
          Reply.json(
              200,
              "{\"issuer\":\"%s\",\"token_endpoint\":\"https://iam.example/token\"}"
                  .formatted(other)));

      assertThat(mishap().what()).isEqualTo("answered with the metadata of another issuer");
      assertThat(mishap().kind()).isEqualTo(FaultKind.BAD_RESPONSE);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "http://iam.example/token"            | metadata whose token_endpoint is no address for a credential
          "https://user:pw@iam.example/token"   | metadata whose token_endpoint is no address for a credential
          "https://iam example/token"           | metadata whose token_endpoint is no address for a credential
          "/token"                              | metadata whose token_endpoint is no address for a credential
          ""                                    | metadata whose token_endpoint is no address for a credential
          7                                     | metadata without a token_endpoint
          null                                  | metadata without a token_endpoint
          """)
  void anEndpointToWhichNoCredentialMayGoIsRefused(String endpoint, String what) {
    server.answers(
        Reply.json(
            200,
            "{\"issuer\":\"%s\",\"token_endpoint\":%s}"
                .formatted(issuer().identifier(), endpoint)));

    assertThat(mishap().what()).isEqualTo("answered with " + what);
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (var elsewhere = new TokenServer(_ -> Reply.json(200, metadata("")))) {
      server.answers(Reply.json(302, "{}").with("Location", elsewhere.endpoint().uri().toString()));

      assertThat(mishap().what()).isEqualTo("answered 302 to the question for its metadata");
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"500,HTTP_5XX,1", "503,HTTP_5XX,1", "429,HTTP_429,1", "404,BAD_RESPONSE,2"})
  void aServerThatHasNoneIsNamed(int status, FaultKind kind, int asked) {
    server.answers(Reply.json(status, "{}"));

    assertThat(mishap().kind()).isEqualTo(kind);
    assertThat(server.received()).hasSize(asked);
  }

  @Test
  void whatIsNoJsonOrTooLongIsRefused() {
    server.answers(Reply.of(200, "text/html", metadata("")));
    assertThat(mishap().what()).isEqualTo("answered with metadata that is not application/json");

    server.answers(Reply.json(200, metadata(",\"x\":\"" + "y".repeat(70_000) + "\"")));
    assertThat(mishap().what()).isEqualTo("answered with more than 64 KiB");

    server.answers(Reply.json(200, metadata(",\"issuer\":\"x\"")));
    assertThat(mishap().kind()).isEqualTo(FaultKind.BAD_RESPONSE);
  }

  @Test
  void itIsReadAgainAfterTenMinutesAndNotBefore() {
    reached();
    clock.advance(Duration.ofMinutes(9));
    reached();
    assertThat(server.received()).hasSize(1);

    server.answers(Reply.json(200, metadata("").replace("iam.example/token", "iam.example/new")));
    clock.advance(Duration.ofMinutes(1));

    assertThat(reached().endpoint()).isEqualTo(TokenEndpoint.of("https://iam.example/new"));
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void whatWasReadServesWhileItCantBeReadAgain() {
    reached();
    server.answers(Reply.json(503, "{}"));
    clock.advance(Duration.ofMinutes(10));

    assertThat(reached().endpoint()).isEqualTo(TokenEndpoint.of("https://iam.example/token"));
    assertThat(reached().endpoint()).isEqualTo(TokenEndpoint.of("https://iam.example/token"));
    assertThat(server.received()).as("asked again once a minute only").hasSize(2);

    clock.advance(Duration.ofMinutes(1));
    reached();
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void aFailureIsNotKept() {
    server.answers(Reply.json(503, "{}"));
    mishap();
    server.answers(Reply.json(200, metadata("")));

    assertThat(reached().endpoint()).isEqualTo(TokenEndpoint.of("https://iam.example/token"));
  }

  @Test
  void ofManyThatNeedItAtOnceOneAsks() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = IntStream.range(0, 50).mapToObj(_ -> threads.submit(this::reached)).toList();
      for (var each : all) {
        assertThat(each.get(20, SECONDS).endpoint())
            .isEqualTo(TokenEndpoint.of("https://iam.example/token"));
      }
    }

    assertThat(server.received()).hasSize(1);
  }

  @Test
  void whoeverShowsACertificateIsSentToTheAlias() {
    var certificate =
        new ClientCertificate(
            new dev.cartographer.secret.SecretRef.FromFile("a"),
            new dev.cartographer.secret.SecretRef.FromFile("b"));
    var metadata =
        IssuerMetadata.in(
            StrictJson.object(
                metadata(
                    ",\"revocation_endpoint\":\"https://iam.example/revoke\","
                        + "\"mtls_endpoint_aliases\":"
                        + "{\"token_endpoint\":\"https://mtls.iam.example/token\"}")),
            new Issuer(issuer().identifier(), Optional.of(certificate)));

    assertThat(metadata.endpoints(true).token())
        .isEqualTo(TokenEndpoint.of("https://mtls.iam.example/token"));
    assertThat(metadata.endpoints(false).token())
        .isEqualTo(TokenEndpoint.of("https://iam.example/token"));
    assertThat(metadata.endpoints(true).revocation())
        .contains(TokenEndpoint.of("https://iam.example/revoke"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ,"grant_types_supported":["authorization_code"] | does not offer the grant client_credentials, says its metadata
          ,"grant_types_supported":["client_credentials"],"token_endpoint_auth_methods_supported":["client_secret_post"] | does not take a client's client_secret_basic, says its metadata
          """)
  void whatItDoesNotOfferIsOurSettingsToMend(String more, String what) {
    server.answers(Reply.json(200, metadata(more)));
    var needs =
        Needs.of("client_credentials", new ClientAuthentication.Basic("a", new SecretText("b")));

    var mishap = catchThrowableOfType(Mishap.class, () -> authorities.reach(issuer(), needs));

    assertThat(mishap.kind()).isEqualTo(FaultKind.LOCAL);
    assertThat(mishap.what()).isEqualTo(what);
  }

  @Test
  void whatItDoesNotSpeakOfItMayOffer() {
    var needs = Needs.of("client_credentials", new ClientAuthentication.ShowsCertificate("a"));

    assertThat(authorities.reach(issuer(), needs).endpoint())
        .isEqualTo(TokenEndpoint.of("https://iam.example/token"));
  }

  @Test
  void anIssuerWithoutAPathHasItsMetadataAtTheRoot() {
    assertThat(new Issuer("https://iam.example").wellKnown())
        .containsExactly(
            TokenEndpoint.of("https://iam.example/.well-known/oauth-authorization-server"),
            TokenEndpoint.of("https://iam.example/.well-known/openid-configuration"));
    assertThat(new Issuer("https://iam.example/").wellKnown())
        .isEqualTo(new Issuer("https://iam.example").wellKnown());
  }
}
