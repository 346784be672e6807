package dev.cartographer.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.exchange.IamStep.ClientCredentials;
import dev.cartographer.exchange.IamStep.IbmApiKey;
import dev.cartographer.exchange.IamStep.JwtBearer;
import dev.cartographer.exchange.IamStep.TokenExchange;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretRef.FromFile;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each part that an IAM token depends on is varied alone; no two keys may be the same. */
class IamKeyTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Optional<String> INGEST = Optional.of("ingest");
  private static final FromFile SECRET = new FromFile("one");
  private static final FromFile KEY = new FromFile("key-one");
  private static final AssertionAudience ISSUER =
      new AssertionAudience.IssuerIdentifier("https://iam.example.com");
  private static final TokenEndpoint ENDPOINT = TokenEndpoint.of("https://iam.example.com/token");
  private static final ClientCertificate CERTIFICATE = new ClientCertificate(SECRET, KEY);
  private static final Workload WORKLOAD = Workload.forAudience(Optional.of("iam"));
  private static final OwnClient OURS = new OwnClient.WithSecret("cartographer", SECRET);
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private static final Map<String, String> FILES =
      Map.of(
          "one",
          "text-one",
          "two",
          "text-two",
          "key-one",
          TestKeys.rsaPem(),
          "key-two",
          TestKeys.anotherRsaPem());

  private static final Identity CLIENT = new Identity.Client("agent", SECRET);
  private static final Identity SIGNED =
      new Identity.SignedClient("agent", KEY, Optional.empty(), Optional.empty());
  private static final Identity ACCOUNT = account("logging", "shipper", SECRET);
  private static final Identity FILE = new Identity.TokenFile(SECRET, Optional.of("agent"));

  private static final ClientCredentials CREDENTIALS =
      new ClientCredentials(ENDPOINT, INGEST, ISSUER, WORKLOAD, FIVE);
  private static final IbmApiKey IBM = new IbmApiKey(ENDPOINT, FIVE);

  private static final Who BASE = new Who("acme", "payments", 7, 1, "us-south");

  /** A cluster, but for its identity. */
  private record Who(String tenant, String cluster, long id, long version, String region) {}

  static IamKey aKey() {
    return key(BASE, CREDENTIALS, CLIENT);
  }

  static Stream<IamKey> everyVariation() {
    return Stream.of(whose(), clientCredentials(), identities(), exchanges(), bearers(), own())
        .flatMap(List::stream);
  }

  private static List<IamKey> whose() {
    return List.of(
        aKey(),
        key(new Who("globex", "payments", 7, 1, "us-south"), CREDENTIALS, CLIENT),
        key(new Who("acme", "orders", 7, 1, "us-south"), CREDENTIALS, CLIENT),
        key(new Who("acme", "payments", 8, 1, "us-south"), CREDENTIALS, CLIENT),
        key(new Who("acme", "payments", 7, 2, "us-south"), CREDENTIALS, CLIENT),
        key(new Who("acme", "payments", 7, 1, "eu-de"), CREDENTIALS, CLIENT));
  }

  private static List<IamKey> clientCredentials() {
    var elsewhere = TokenEndpoint.of("https://iam.fra.example.com/token");
    return Stream.of(
            new ClientCredentials(elsewhere, INGEST, ISSUER, WORKLOAD, FIVE),
            new ClientCredentials(
                new Issuer("https://iam.example.com"), INGEST, ISSUER, WORKLOAD, FIVE),
            new ClientCredentials(ENDPOINT, Optional.of("admin"), ISSUER, WORKLOAD, FIVE),
            new ClientCredentials(ENDPOINT, Optional.empty(), ISSUER, WORKLOAD, FIVE),
            new ClientCredentials(
                ENDPOINT, INGEST, new AssertionAudience.EndpointAddress(), WORKLOAD, FIVE),
            new ClientCredentials(
                ENDPOINT,
                INGEST,
                new AssertionAudience.IssuerIdentifier("https://iam.fra.example.com"),
                WORKLOAD,
                FIVE),
            new ClientCredentials(
                ENDPOINT, INGEST, ISSUER, Workload.forAudience(Optional.of("other")), FIVE),
            new ClientCredentials(
                ENDPOINT,
                INGEST,
                ISSUER,
                new Workload(WORKLOAD.audience(), Duration.ofHours(1)),
                FIVE))
        .map(step -> key(BASE, step, CLIENT))
        .toList();
  }

  private static List<IamKey> identities() {
    return Stream.concat(
            Stream.of(
                    new Identity.Client("other", SECRET),
                    new Identity.Client("agent", new FromFile("two")),
                    SIGNED,
                    new Identity.SignedClient("other", KEY, Optional.empty(), Optional.empty()),
                    new Identity.SignedClient(
                        "agent", new FromFile("key-two"), Optional.empty(), Optional.empty()),
                    new Identity.SignedClient("agent", KEY, Optional.of("2"), Optional.empty()),
                    new Identity.SignedClient(
                        "agent", KEY, Optional.empty(), Optional.of(Identity.Algorithm.PS256)),
                    ACCOUNT,
                    account("kube-system", "shipper", SECRET),
                    account("logging", "other", SECRET),
                    account("logging", "shipper", new FromFile("two")),
                    new Identity.ServiceAccount(
                        new Name("logging"),
                        "shipper",
                        SECRET,
                        Optional.of("admin"),
                        Optional.of("agent")),
                    new Identity.ServiceAccount(
                        new Name("logging"), "shipper", SECRET, Optional.empty(), Optional.empty()),
                    FILE,
                    new Identity.TokenFile(new FromFile("two"), Optional.of("agent")),
                    new Identity.TokenFile(SECRET, Optional.of("other")),
                    new Identity.TokenFile(SECRET, Optional.empty()))
                .map(identity -> key(BASE, CREDENTIALS, identity)),
            Stream.of(new Identity.ApiKey(SECRET), new Identity.ApiKey(new FromFile("two")))
                .map(identity -> key(BASE, IBM, identity)))
        .toList();
  }

  private static List<IamKey> exchanges() {
    var base =
        new TokenExchange(
            ENDPOINT,
            JWT,
            Optional.of("audience"),
            Optional.of("https://resource.example"),
            INGEST,
            OURS,
            WORKLOAD,
            FIVE);
    return Stream.<UnaryOperator<TokenExchange>>of(
            b -> b,
            b -> exchange(b, "urn:other", b.audience(), b.resource(), b.scope(), b.client()),
            b -> exchange(b, JWT, Optional.of("other"), b.resource(), b.scope(), b.client()),
            b -> exchange(b, JWT, b.audience(), Optional.empty(), b.scope(), b.client()),
            b -> exchange(b, JWT, b.audience(), b.resource(), Optional.empty(), b.client()),
            b -> exchange(b, JWT, b.audience(), b.resource(), b.scope(), new OwnClient.Nobody()))
        .map(change -> key(BASE, change.apply(base), ACCOUNT))
        .toList();
  }

  private static TokenExchange exchange(
      TokenExchange base,
      String type,
      Optional<String> audience,
      Optional<String> resource,
      Optional<String> scope,
      OwnClient client) {
    return new TokenExchange(
        base.authority(), type, audience, resource, scope, client, base.workload(), FIVE);
  }

  private static List<IamKey> bearers() {
    var resource = Optional.of("https://resource.example");
    return Stream.of(
            new JwtBearer(ENDPOINT, INGEST, resource, OURS, WORKLOAD, FIVE),
            new JwtBearer(ENDPOINT, Optional.empty(), resource, OURS, WORKLOAD, FIVE),
            new JwtBearer(ENDPOINT, INGEST, Optional.empty(), OURS, WORKLOAD, FIVE))
        .map(step -> key(BASE, step, ACCOUNT))
        .toList();
  }

  /** Of our own, IAM sees the client that presents a token, and the certificate. */
  private static List<IamKey> own() {
    var certified = new TokenEndpoint(ENDPOINT.uri(), Optional.of(CERTIFICATE));
    var another =
        new TokenEndpoint(
            ENDPOINT.uri(), Optional.of(new ClientCertificate(new FromFile("two"), KEY)));
    return Stream.of(
            presentedBy(ENDPOINT, new OwnClient.WithSecret("other", SECRET)),
            presentedBy(ENDPOINT, new OwnClient.WithSecret("cartographer", new FromFile("two"))),
            presentedBy(ENDPOINT, withKey(KEY, ISSUER)),
            presentedBy(ENDPOINT, withKey(new FromFile("key-two"), ISSUER)),
            presentedBy(ENDPOINT, withKey(KEY, new AssertionAudience.EndpointAddress())),
            presentedBy(certified, new OwnClient.WithCertificate("cartographer")),
            presentedBy(another, new OwnClient.WithCertificate("cartographer")),
            presentedBy(certified, new OwnClient.Nobody()))
        .map(step -> key(BASE, step, ACCOUNT))
        .toList();
  }

  private static JwtBearer presentedBy(TokenEndpoint endpoint, OwnClient client) {
    return new JwtBearer(endpoint, INGEST, Optional.empty(), client, WORKLOAD, FIVE);
  }

  private static OwnClient withKey(FromFile key, AssertionAudience audience) {
    return new OwnClient.WithKey("cartographer", key, Optional.empty(), Optional.empty(), audience);
  }

  @Test
  void noTwoThatDifferInOnePartHaveTheSameKey() {
    assertThat(everyVariation()).doesNotHaveDuplicates().hasSizeGreaterThan(45);
    assertThat(aKey()).isEqualTo(aKey()).hasSameHashCodeAs(aKey());
  }

  /** What is the same in reference, and other in text, is another. */
  @ParameterizedTest
  @CsvSource({"one", "key-one"})
  void aRotatedSecretOfOurOwnMakesAnotherKey(String rotated) {
    var step =
        new JwtBearer(
            new TokenEndpoint(ENDPOINT.uri(), Optional.of(CERTIFICATE)),
            INGEST,
            Optional.empty(),
            new OwnClient.WithCertificate("cartographer"),
            WORKLOAD,
            FIVE);
    var account = account("logging", "shipper", new FromFile("two"));

    var before = key(BASE, step, account, FILES);
    var after =
        key(
            BASE,
            step,
            account,
            Map.of(
                "one", rotated.equals("one") ? "rotated" : "text-one",
                "two", "text-two",
                "key-one", rotated.equals("key-one") ? "rotated" : TestKeys.rsaPem()));

    assertThat(after).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.cartographer.exchange.IamKey,"
        + " tenant cluster clusterId enrolment region step principal credential own",
    "dev.cartographer.exchange.IamStep$ClientCredentials,"
        + " authority scope assertions workload timeout",
    "dev.cartographer.exchange.IamStep$IbmApiKey, authority timeout",
    "dev.cartographer.exchange.IamStep$TokenExchange,"
        + " authority subjectTokenType audience resource scope client workload timeout",
    "dev.cartographer.exchange.IamStep$JwtBearer,"
        + " authority scope resource client workload timeout",
    "dev.cartographer.exchange.Workload, audience lifetime",
    "dev.cartographer.exchange.TokenEndpoint, uri certificate",
    "dev.cartographer.exchange.Issuer, identifier certificate",
    "dev.cartographer.exchange.OwnClient$WithKey, clientId key keyId algorithm audience",
    "dev.cartographer.fleet.Identity$Client, clientId secret",
    "dev.cartographer.fleet.Identity$ApiKey, secret",
    "dev.cartographer.fleet.Identity$SignedClient, clientId secret keyId algorithm",
    "dev.cartographer.fleet.Identity$ServiceAccount, namespace name secret context clientId",
    "dev.cartographer.fleet.Identity$TokenFile, file clientId"
  })
  void everyPartIsVariedAbove(Class<?> type, String parts) {
    assertThat(type.getRecordComponents())
        .extracting(part -> part.getName())
        .containsExactly(parts.split(" ", -1));
  }

  private static Identity account(String namespace, String name, FromFile kubeconfig) {
    return new Identity.ServiceAccount(
        new Name(namespace), name, kubeconfig, Optional.empty(), Optional.of("agent"));
  }

  private static IamKey key(Who who, IamStep step, Identity identity) {
    return key(who, step, identity, FILES);
  }

  private static IamKey key(Who who, IamStep step, Identity identity, Map<String, String> files) {
    var clock = new MutableClock(Instant.parse("2026-11-24T12:00:00Z"));
    var askers =
        new Askers(
            new Credentials(ref -> text(ref, files), clock, new Random(1)),
            (_, _, _) -> {
              throw new AssertionError("a key is known without asking a cluster");
            });
    var service = new Service(new ServiceStep.None(Optional.empty()));
    var region = new Region(new Name(who.region), step, service, service);
    var cluster =
        new Cluster(
            who.id,
            new Name(who.cluster),
            new Name(who.tenant),
            new Carrier(new Name("dal10-carrier1"), new Name(who.region)),
            identity,
            new Target.Files(),
            who.version);
    return IamKey.of(cluster, region, askers.of(cluster, region));
  }

  private static SecretText text(SecretRef ref, Map<String, String> files) {
    return new SecretText(files.getOrDefault(((FromFile) ref).name(), "none"));
  }
}
