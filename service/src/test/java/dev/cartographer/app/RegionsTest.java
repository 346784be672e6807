package dev.cartographer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.exchange.AssertionAudience;
import dev.cartographer.exchange.ClientCertificate;
import dev.cartographer.exchange.IamStep;
import dev.cartographer.exchange.Issuer;
import dev.cartographer.exchange.OwnClient;
import dev.cartographer.exchange.Region;
import dev.cartographer.exchange.Revoking;
import dev.cartographer.exchange.ServiceStep;
import dev.cartographer.exchange.TokenEndpoint;
import dev.cartographer.exchange.Verification;
import dev.cartographer.exchange.Workload;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.store.EnrolmentRefused;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionsTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final URI TOKEN = URI.create("https://iam.example/token");
  private static final SecretRef SECRET = new SecretRef.FromFile("ours");

  @Test
  void anIamKnownByItsIssuerSignsAndAsksWorkloadsForIt() {
    var region = region("iam.issuer=https://iam.example/realms/a", "iam.scope=ingest");

    assertThat(region.iam())
        .isEqualTo(
            new IamStep.ClientCredentials(
                new Issuer("https://iam.example/realms/a"),
                Optional.of("ingest"),
                new AssertionAudience.IssuerIdentifier("https://iam.example/realms/a"),
                new Workload(Optional.of("https://iam.example/realms/a"), Duration.ofMinutes(10)),
                FIVE));
  }

  @Test
  void aTokenEndpointGoesBeforeTheIssuerWhichIsThenAnAudienceOnly() {
    var region =
        region(
            "iam.issuer=https://iam.example",
            "iam.token-endpoint=https://iam.example/token",
            "iam.assertion-audience=token-endpoint",
            "iam.workload-audience=sts",
            "iam.workload-lifetime=1h",
            "iam.tls-certificate-file=tls.pem",
            "iam.tls-key-file=tls.key");

    assertThat(region.iam())
        .isEqualTo(
            new IamStep.ClientCredentials(
                new TokenEndpoint(
                    TOKEN,
                    Optional.of(
                        new ClientCertificate(
                            new SecretRef.FromFile("tls.pem"), new SecretRef.FromFile("tls.key")))),
                Optional.empty(),
                new AssertionAudience.EndpointAddress(),
                new Workload(Optional.of("sts"), Duration.ofHours(1)),
                FIVE));
  }

  @Test
  void anIamThatExchangesIsToldWhatTheTokenIsAndWhoPresentsIt() {
    var region =
        region(
            "iam.dialect=token-exchange",
            "iam.issuer=https://iam.example",
            "iam.audience=sts",
            "iam.resource=https://logs.example",
            "iam.subject-token-type=id-token",
            "iam.client-id=cartographer",
            "iam.client-key-file=ours",
            "iam.client-key-id=1",
            "iam.client-key-algorithm=ps256");

    assertThat(region.iam())
        .isEqualTo(
            new IamStep.TokenExchange(
                new Issuer("https://iam.example"),
                "urn:ietf:params:oauth:token-type:id_token",
                Optional.of("sts"),
                Optional.of("https://logs.example"),
                Optional.empty(),
                new OwnClient.WithKey(
                    "cartographer",
                    SECRET,
                    Optional.of("1"),
                    Optional.of(Identity.Algorithm.PS256),
                    new AssertionAudience.IssuerIdentifier("https://iam.example")),
                Workload.forAudience(Optional.of("https://iam.example")),
                FIVE));
  }

  @Test
  void anIamThatTakesTokensAsGrantsNeedsNoClient() {
    var region = region("iam.dialect=jwt-bearer", "iam.token-endpoint=https://iam.example/token");

    assertThat(region.iam())
        .isEqualTo(
            new IamStep.JwtBearer(
                new TokenEndpoint(TOKEN),
                Optional.empty(),
                Optional.empty(),
                new OwnClient.Nobody(),
                Workload.forAudience(Optional.empty()),
                FIVE));
  }

  @Test
  void aServiceIsAskedAtTheIamByAClientWithASecretKeyOrCertificate() {
    var byCertificate =
        region(
            "iam.issuer=https://iam.example",
            "iam.tls-certificate-file=ours",
            "iam.tls-key-file=ours",
            "logging.dialect=token-exchange",
            "logging.audience=logging-service",
            "logging.resource=https://logs.example",
            "logging.client-id=cartographer");

    assertThat(byCertificate.logging().step())
        .isEqualTo(
            new ServiceStep.TokenExchange(
                new Issuer(
                    "https://iam.example", Optional.of(new ClientCertificate(SECRET, SECRET))),
                "logging-service",
                Optional.of("https://logs.example"),
                Optional.empty(),
                new OwnClient.WithCertificate("cartographer"),
                FIVE));
  }

  @Test
  void openSearchIsAskedByAPostOfItsOwn() {
    var region =
        region(
            "iam.issuer=https://iam.example",
            "logging.dialect=opensearch-on-behalf-of",
            "logging.token-endpoint=https://logs.example/_plugins/_security/api/generateonbehalfoftoken",
            "logging.audience=shipping",
            "logging.lifetime=8m");

    assertThat(region.logging().step())
        .isEqualTo(
            new ServiceStep.BearerPost(
                TokenEndpoint.of(
                    "https://logs.example/_plugins/_security/api/generateonbehalfoftoken"),
                Optional.of(
                    "{\"description\":\"cartographer for {cluster}\",\"service\":\"shipping\","
                        + "\"durationSeconds\":\"480\"}"),
                "authenticationToken",
                "durationSeconds",
                ServiceStep.ExpiryUnit.SECONDS,
                Optional.of("shipping"),
                FIVE));
  }

  @Test
  void aServiceMayBeVerifiedAndItsTokensRevoked() {
    var region =
        region(
            "iam.issuer=https://iam.example",
            "logging.dialect=elasticsearch-api-key",
            "logging.token-endpoint=https://logs.example/_security/api_key",
            "logging.role-descriptors={\"ship\":{}}",
            "logging.verify.url=https://logs.example/_security/_authenticate",
            "logging.verify.method=head",
            "logging.verify.statuses=200, 400",
            "logging.revocation.enabled=true",
            "logging.revocation.grace=3m");

    assertThat(region.logging().step())
        .isEqualTo(
            new ServiceStep.ElasticsearchApiKey(
                TokenEndpoint.of("https://logs.example/_security/api_key"),
                Optional.of("{\"ship\":{}}"),
                Duration.ofHours(1),
                FIVE));
    assertThat(region.logging().verification())
        .contains(
            new Verification(
                "HEAD",
                TokenEndpoint.of("https://logs.example/_security/_authenticate"),
                Set.of(200, 400),
                Optional.empty(),
                "application/json",
                FIVE));
    assertThat(region.logging().revoking())
        .contains(new Revoking(Duration.ofMinutes(3), Optional.empty()));
    assertThat(region.metrics().verification()).isEmpty();
    assertThat(region.metrics().revoking()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          iam.dialect=client-credentials | .iam: an IAM needs the key issuer, or token-endpoint.
          iam.issuer=http://iam.example | .iam: an endpoint is https://…, or http:// to 127.0.0.0/8, [::1] or localhost: http://iam.example.
          iam.issuer=https://iam.example?a=b | .iam: an issuer has no query (RFC 8414 §2).
          iam.issuer=https://iam.example iam.audience=a | .iam: this dialect does not use audience: leave it out; what each dialect uses is in docs/dialects.md.
          iam.issuer=https://iam.example iam.client-id=a iam.client-secret-file=b | .iam: this dialect does not use client-id, client-secret-file: leave it out; what each dialect uses is in docs/dialects.md.
          iam.dialect=ibm-api-key iam.issuer=https://iam.example iam.scope=a | .iam: this dialect does not use scope: leave it out; what each dialect uses is in docs/dialects.md.
          iam.issuer=https://iam.example iam.tls-key-file=a | .iam: tls-certificate-file and tls-key-file go together; set both or neither.
          iam.issuer=https://iam.example iam.workload-lifetime=1m | .iam: the token of a service account lives 10 minutes to 24 hours, not PT1M.
          iam.dialect=jwt-bearer iam.issuer=https://iam.example iam.client-id=a | .iam: client-id needs client-secret-file or client-key-file, or iam.tls-certificate-file where the certificate says enough.
          iam.dialect=jwt-bearer iam.issuer=https://iam.example iam.client-secret-file=a | .iam: a client's secret or key needs its client-id too.
          iam.dialect=jwt-bearer iam.issuer=https://iam.example iam.client-id=a iam.client-secret-file=a iam.client-key-file=b | .iam: client-secret-file and client-key-file are two ways to be one client; keep one.
          iam.dialect=jwt-bearer iam.issuer=https://iam.example iam.client-id=a iam.client-secret-file=a iam.client-key-id=b | .iam: client-key-id and client-key-algorithm are about client-key-file, which is not set.
          iam.dialect=jwt-bearer iam.issuer=https://iam.example iam.client-id=a iam.client-key-file=a iam.client-key-algorithm=hs256 | .iam: an algorithm is RS256, PS256 or ES256.
          iam.dialect=jwt-bearer iam.token-endpoint=https://iam.example/t iam.client-id=a iam.client-key-file=a | .iam: what client-key-file signs is for an issuer: set issuer, or iam.assertion-audience to token-endpoint.
          iam.issuer=https://iam.example logging.dialect=token-exchange | .logging: this dialect needs the key client-id.
          iam.issuer=https://iam.example logging.dialect=token-exchange logging.client-id=a logging.client-secret-file=b | .logging: this dialect needs the key audience.
          iam.issuer=https://iam.example logging.dialect=token-exchange logging.audience=b logging.token-endpoint=https://x.example/t logging.client-id=a logging.client-key-file=b | .logging: what client-key-file signs is for an issuer: set issuer, or iam.assertion-audience to token-endpoint.
          iam.issuer=https://iam.example logging.dialect=bearer-post | .logging: this dialect needs the key token-endpoint.
          iam.issuer=https://iam.example logging.dialect=bearer-post logging.token-endpoint=https://x.example/t logging.lifetime=1h | .logging: this dialect does not use lifetime: leave it out; what each dialect uses is in docs/dialects.md.
          iam.issuer=https://iam.example logging.dialect=bearer-post logging.token-endpoint=https://x.example/t logging.revocation.enabled=true | .logging: tokens got by a POST have no revocation that is known here: leave revocation out.
          iam.issuer=https://iam.example logging.dialect=opensearch-on-behalf-of logging.token-endpoint=https://x.example/t logging.audience=a logging.lifetime=11m | .logging: OpenSearch gives such tokens 10 minutes at most.
          iam.issuer=https://iam.example logging.dialect=opensearch-on-behalf-of logging.token-endpoint=https://x.example/t logging.audience=a" | .logging: this audience is letters, digits and any of . _ : / -, at most 255 of them.
          iam.issuer=https://iam.example logging.dialect=elasticsearch-api-key logging.token-endpoint=https://x.example/t logging.role-descriptors=[] | .logging: role-descriptors is one JSON object, with {cluster} and {tenant} inside strings.
          iam.issuer=https://iam.example logging.dialect=elasticsearch-api-key logging.token-endpoint=https://x.example/t logging.revocation.enabled=true logging.revocation.endpoint=https://x.example/r | .logging: an API key is invalidated where it was made: leave revocation.endpoint out.
          iam.issuer=https://iam.example logging.revocation.endpoint=https://x.example/r | .logging: revocation.endpoint is set, but revocation.enabled is not.
          iam.token-endpoint=https://iam.example/t logging.revocation.enabled=true | : to revoke tokens takes revocation.endpoint, or iam.issuer, whose metadata may name one.
          iam.dialect=ibm-api-key iam.issuer=https://iam.example logging.revocation.enabled=true | : the IAM of ibm-api-key revokes no tokens: leave revocation out.
          iam.issuer=https://iam.example logging.revocation.enabled=true logging.revocation.grace=25h | .logging: revocation.grace is at most 24 hours.
          iam.issuer=https://iam.example logging.verify.url=http://logs.example | .logging: an endpoint is https://…, or http:// to 127.0.0.0/8, [::1] or localhost: http://logs.example.
          iam.issuer=https://iam.example logging.verify.url=https://logs.example logging.verify.method=DELETE | .logging: verify.method is GET, HEAD, POST, PUT or OPTIONS.
          iam.issuer=https://iam.example logging.verify.url=https://logs.example logging.verify.statuses=200,401 | .logging: verify.statuses are those of a token that is taken, so neither 401 nor 403.
          iam.issuer=https://iam.example logging.verify.url=https://logs.example logging.verify.statuses=2xx | .logging: verify.statuses are statuses with commas between, such as 200,204.
          """)
  void whatDoesNotGoTogetherStopsTheStartWithASentence(String settings, String sentence) {
    assertThatThrownBy(() -> region(settings.split(" (?=iam|logging)", -1)))
        .isInstanceOf(StartFailure.class)
        .hasMessage("The configuration can't be used: cartographer.regions.us" + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iam.issuer=https://iam.example                                | key     |
          iam.issuer=https://iam.example                                | account |
          iam.issuer=https://iam.example                                | api-key | takes a client id with a secret or a private key: enrol it with that
          iam.token-endpoint=https://iam.example/t                      | key     | has no issuer for whom it could sign: set iam.issuer, or iam.assertion-audience to token-endpoint
          iam.token-endpoint=https://iam.example/t                      | account | does not say whom its tokens are for: set iam.workload-audience or iam.issuer
          iam.dialect=ibm-api-key iam.issuer=https://iam.example        | key     | takes an API key: enrol it with that
          iam.dialect=jwt-bearer iam.issuer=https://iam.example         | key     | takes a service account or a token file: enrol it with that
          iam.dialect=token-exchange iam.issuer=https://iam.example     | api-key | takes a service account or a token file: enrol it with that
          """)
  void anIdentityThatDoesNotFitItsRegionIsRefusedAtEnrolment(
      String settings, String identity, String objection) {
    var fitting = new Fitting(List.of(region(settings.split(" ", -1))));
    var enrolment = enrolment(identity);

    if (objection == null) {
      fitting.check(List.of(enrolment));
    } else {
      assertThatThrownBy(() -> fitting.check(List.of(enrolment)))
          .isInstanceOf(EnrolmentRefused.class)
          .hasMessage(
              "cluster acme-web is enrolled with "
                  + enrolment.identity().inWords()
                  + ", but the IAM of region us "
                  + objection);
    }
  }

  @Test
  void ofManyThatDoNotFitTheFirstFiveAreNamed() {
    var fitting = new Fitting(List.of(region("iam.issuer=https://iam.example")));

    assertThatThrownBy(() -> fitting.check(java.util.Collections.nCopies(7, enrolment("api-key"))))
        .hasMessageEndingWith("; and others");
  }

  private static Enrolment enrolment(String identity) {
    var carrier = new Carrier(new Name("carrier"), new Name("us"));
    return new Enrolment(
        new Name("acme-web"),
        new Name("acme"),
        carrier,
        switch (identity) {
          case "key" -> new Identity.SignedClient("a", SECRET, Optional.empty(), Optional.empty());
          case "account" ->
              new Identity.ServiceAccount(
                  new Name("logging"), "a", SECRET, Optional.empty(), Optional.empty());
          default -> new Identity.ApiKey(SECRET);
        },
        new Target.Files());
  }

  /** The region {@code us} of these settings, services of the dialect none unless told. */
  private static Region region(String... settings) {
    var properties = new TreeMap<String, String>();
    var below = "cartographer.regions.us.";
    properties.put(below + "iam.dialect", "client-credentials");
    properties.put(below + "logging.dialect", "none");
    properties.put(below + "metrics.dialect", "none");
    for (var setting : settings) {
      var pair = setting.split("=", 2);
      properties.put(below + pair[0], pair[1]);
    }
    return Regions.of(config(properties)).getFirst();
  }

  private static CartographerConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(CartographerConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(CartographerConfig.class);
  }
}
