package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clusters that can't be reached: their agents ask, with tokens of a real API server. */
@ExtendWith(RealServers.Provided.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PullTest {
  private static final List<String> CLUSTERS = List.of("edge-a", "edge-b", "edge-c", "edge-d");
  private static final String OURS = "cartographer";

  private final KubernetesApi kubernetes;
  private final PatientIam iam = new PatientIam(Duration.ofMinutes(10));
  private final Product product = new Product(Repository.emptied("pull"));

  PullTest(RealServers servers) {
    kubernetes = servers.kubernetes();
    kubernetes.serviceAccount("edge-stranger", "agent");
    CLUSTERS.forEach(cluster -> kubernetes.serviceAccount(cluster, "agent"));
    CLUSTERS.forEach(cluster -> product.secret("identity/" + cluster, "a secret of " + cluster));
    product.secret("kubernetes.jwks", kubernetes.get("/openid/v1/jwks").good().toString());
    product.write("fleet.yaml", fleetFile());
    product.configure(iam.region("replica-1"));
    product.start();
    var said = product.ask("enrol", "fleet.yaml");
    assertThat(said.exit()).as(said.all()).isZero();
  }

  private String fleetFile() {
    return "carriers:\n  - {name: carrier-1, region: local}\nclusters:\n"
        + CLUSTERS.stream()
            .map(name ->
                """
                  - name: %1$s
                    tenant: acme
                    carrier: carrier-1
                    identity: {client: %1$s, secret: {file: identity/%1$s}}
                    target: pull
                    workload:
                      issuer: %2$s
                      subject: system:serviceaccount:%1$s:agent
                      keys: {file: kubernetes.jwks}
                """
                    .formatted(name, kubernetes.address()))
            .collect(Collectors.joining());
  }

  @AfterAll
  void end() {
    product.close();
    iam.close();
  }

  private Agent agent(String cluster) {
    return new Agent(product.address(), kubernetes.serviceAccountToken(cluster, "agent", OURS));
  }

  private static JWTClaimsSet claims(String token) {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet();
    } catch (ParseException e) {
      throw new AssertionError("no JWT was given", e);
    }
  }

  @Test
  void aServiceAccountOfTheClusterHasItsTokenAndNoOther() {
    for (var cluster : CLUSTERS) {
      for (var signal : List.of("logs", "metrics")) {
        var told = agent(cluster).ask(signal, "Prefer", "wait=30");

        assertThat(told.status()).as(told.response().body()).isEqualTo(200);
        assertThat(told.json().path("cluster").asText()).isEqualTo(cluster);
        assertThat(told.json().path("signal").asText()).isEqualTo(signal);
        assertThat(claims(told.token()).getClaim("cluster")).isEqualTo(cluster);
        assertThat(told.response().headers().firstValue("Cache-Control")).contains("no-store");
      }
    }
    var bare = agent("edge-a").ask("logs", "Accept", "text/plain");
    assertThat(bare.response().headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(claims(bare.response().body()).getClaim("cluster")).isEqualTo("edge-a");
  }

  @Test
  void whoeverCantProveWhoseAgentItIsHasTheSameAnswer() {
    var good = kubernetes.serviceAccountToken("edge-a", "agent", OURS);
    var expired = resigned(good, c -> c.expirationTime(Date.from(Instant.now().minusSeconds(1))));
    var future = resigned(good, c -> c.issueTime(Date.from(Instant.now().plusSeconds(3600))));
    var eternal =
        resigned(good, c -> c.expirationTime(Date.from(Instant.now().plus(Duration.ofDays(365)))));
    var stranger = kubernetes.serviceAccountToken("edge-stranger", "agent", OURS);
    var audience =
        kubernetes.serviceAccountToken("edge-a", "agent", "https://kubernetes.default.svc");
    var signature = good.substring(0, good.lastIndexOf('.') - 3) + "AAA.AAAA";
    var another = resigned(good, c -> c.subject("system:serviceaccount:edge-b:agents"));

    var answers =
        Stream.of(expired, future, eternal, stranger, audience, signature, another, "a.b.c", "x")
            .map(token -> new Agent(product.address(), token).ask("logs"))
            .toList();

    assertThat(answers).extracting(Agent.Told::status).containsOnly(401);
    assertThat(answers.stream().map(a -> a.response().body()).distinct()).hasSize(1);
    assertThat(new Agent(product.address(), good).ask("logs").status()).isEqualTo(200);
    assertThat(product.metric("cartographer_agent_requests_total")).isPositive();
  }

  /** What the API server would never issue: its own token with other claims, signed by its key. */
  private String resigned(String token, UnaryOperator<JWTClaimsSet.Builder> change) {
    try {
      var jwt = SignedJWT.parse(token);
      var claims = change.apply(new JWTClaimsSet.Builder(jwt.getJWTClaimsSet())).build();
      var worse = new SignedJWT(jwt.getHeader(), claims);
      worse.sign(new RSASSASigner(kubernetes.signingKey()));
      return worse.serialize();
    } catch (ParseException | JOSEException e) {
      throw new AssertionError("no token of the API server", e);
    }
  }

  @Test
  void anAgentMayDoNothingElse() {
    var agent = agent("edge-a");

    for (var path :
        List.of(
            "/api/v1/clusters",
            "/api/v1/clusters/edge-a",
            "/api/v1/carriers",
            "/api/v1/clusters/edge-a/why")) {
      assertThat(agent.at(path).status()).as(path).isEqualTo(403);
    }
    assertThat(agent.ask("traces").status()).isEqualTo(404);
    assertThat(new Agent(product.address(), operator()).ask("logs").status()).isEqualTo(403);
  }

  private String operator() {
    try {
      return Files.readString(product.directory().resolve("data/api-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAgentThatWaitsHasANewTokenAtOnce() {
    var agent = agent("edge-b");
    var first = agent.ask("logs", "Prefer", "wait=30");
    var waiting = agent.asking("logs", "If-None-Match", first.tag(), "Prefer", "wait=30");

    assertThat(product.ask("rotate", "cluster", "edge-b").exit()).isZero();

    var next = waiting.join();
    assertThat(next.status()).isEqualTo(200);
    assertThat(next.generation()).isGreaterThan(first.generation());
    assertThat(agent.ask("logs", "If-None-Match", next.tag()).status()).isEqualTo(304);
  }

  @Test
  void whoAsksTooOftenIsToldToWaitAndOthersAreNot() {
    var agent = agent("edge-c");
    agent.ask("metrics", "Prefer", "wait=30");

    var many = Stream.generate(() -> agent.asking("metrics")).limit(200).toList();
    var answers = many.stream().map(a -> a.join()).toList();

    assertThat(answers).extracting(Agent.Told::status).containsOnly(200, 429);
    assertThat(answers)
        .filteredOn(told -> told.status() == 429)
        .isNotEmpty()
        .allSatisfy(
            told -> assertThat(told.response().headers().firstValue("Retry-After")).isPresent());
    assertThat(agent("edge-a").ask("metrics", "Prefer", "wait=30").status()).isEqualTo(200);
  }

  /** Ways to write the path of the endpoint that others have read differently. */
  static Stream<String> otherWays() {
    return Stream.of(
        "/api/v1/agent/tokens/logs;x",
        "/api/v1/agent/tokens;x/logs",
        "/api/v1/agent;x=1/tokens/logs",
        "/api/v1;x/agent/tokens/logs",
        "/api;/v1/agent/tokens/logs",
        "/api/v1/agent/tokens/logs%3Bx",
        "/api/v1/agent/tokens%3Bx/logs",
        "/api%3Bx/v1/agent/tokens/logs",
        "//api/v1/agent/tokens/logs",
        "/api//v1/agent/tokens/logs",
        "/api/v1//agent/tokens/logs",
        "/api/v1/agent//tokens/logs",
        "/api/v1/agent/tokens//logs",
        "/api/v1/agent/tokens/logs/",
        "/api/./v1/agent/tokens/logs",
        "/api/v1/./agent/tokens/logs",
        "/api/v1/x/../agent/tokens/logs",
        "/q/health/../../api/v1/agent/tokens/logs",
        "/%2e/api/v1/agent/tokens/logs",
        "/api/%2e/v1/agent/tokens/logs",
        "/api/v1/x/%2e%2e/agent/tokens/logs",
        "/api%2Fv1/agent/tokens/logs",
        "/api/v1/agent%2Ftokens/logs",
        "/api/v1/agent/tokens%2Flogs",
        "/api/v1/agent/tokens/%6cogs",
        "/API/v1/agent/tokens/logs",
        "/api/v1/Agent/Tokens/logs",
        "/api/v1/agent/tokens/LOGS",
        "/api/v1/agent/tokens/logs%00",
        "/api/v1/agent%5Ctokens/logs");
  }

  @ParameterizedTest
  @MethodSource("otherWays")
  void howeverThePathIsWrittenNobodyIsLetInWithoutAToken(String path) {
    assertThat(new Agent(product.address(), "").at(path).status()).isIn(400, 401, 403, 404);
  }

  @ParameterizedTest
  @MethodSource("otherWays")
  void howeverThePathIsWrittenAnAgentGetsNothingThatIsAnOperators(String path) {
    var operators = path.replaceFirst("agent", "clusters").replaceFirst("tokens", "edge-a");

    assertThat(agent("edge-a").at(operators.replaceFirst("(?i)logs", "why")).status())
        .isIn(400, 401, 403, 404);
  }

  @Test
  void theSidecarKeepsTheTokenFreshAndLeavesNoHalfOfOne() throws IOException {
    var directory = Repository.emptied("pull/sidecar");
    var workload = directory.resolve("workload");
    Files.writeString(workload, kubernetes.serviceAccountToken("edge-d", "agent", OURS));
    var token = directory.resolve("token");
    try (var sidecar = sidecar(directory, workload, token)) {
      Eventually.so("the first token", Duration.ofSeconds(30), () -> Files.exists(token));
      var first = Files.readString(token);
      assertThat(claims(first).getClaim("cluster")).isEqualTo("edge-d");

      assertThat(product.ask("rotate", "cluster", "edge-d").exit()).isZero();
      Eventually.so("the next token", Duration.ofSeconds(10), () -> !read(token).equals(first));

      assertThat(claims(read(token)).getClaim("cluster")).isEqualTo("edge-d");
      Eventually.so("the pickup", Duration.ofSeconds(10), () -> uses("edge-d") == 2);
      var why = product.ask("why", "cluster", "edge-d");
      assertThat(why.out()).contains("logs pickup").contains("(pull)");
      assertThat(sidecar.alive()).isTrue();
      assertThat(sidecar.log()).contains("logs: generation 1, until ").doesNotContain(first);
    }
  }

  private long uses(String cluster) {
    return product.api("/clusters/" + cluster).at("/bindings/0/pickup/generation").asLong();
  }

  @Test
  void aPickupCanBeReportedOfTheTokenThatWasDeliveredLastAndOfNoOther() {
    var agent = agent("edge-c");
    var told = agent.ask("logs", "Prefer", "wait=30");
    var fingerprint = told.json().path("fingerprint").asText();

    assertThat(agent.report("logs", told.generation() + 1, fingerprint).status()).isEqualTo(409);
    assertThat(agent.report("logs", told.generation(), "not hexadecimal").status()).isEqualTo(400);
    assertThat(agent("edge-b").report("logs", 99, fingerprint).status()).isEqualTo(409);
    assertThat(new Agent(product.address(), "").report("logs", 1, fingerprint).status())
        .isEqualTo(401);
    assertThat(agent.report("logs", told.generation(), fingerprint).status()).isEqualTo(204);

    assertThat(uses("edge-c")).isEqualTo(told.generation());
  }

  @Test
  void aSidecarThatIsRefusedSaysSoAndLeavesTheTokenAlone() throws IOException {
    var directory = Repository.emptied("pull/refused");
    var workload = directory.resolve("workload");
    Files.writeString(workload, kubernetes.serviceAccountToken("edge-stranger", "agent", OURS));
    var token = directory.resolve("token");
    Files.writeString(token, "the token before");
    try (var sidecar = sidecar(directory, workload, token)) {
      Eventually.so(
          "its complaint", Duration.ofSeconds(30), () -> sidecar.log().contains("refused"));

      assertThat(token).hasContent("the token before");
      assertThat(sidecar.alive()).isTrue();
    }
  }

  private Tethered sidecar(Path directory, Path workload, Path token) {
    return Tethered.start(
        "sidecar",
        directory,
        Map.of(
            "CARTOGRAPHER_URL", product.address().toString(),
            "SIGNAL", "logs",
            "TOKEN_FILE", token.toString(),
            "WORKLOAD_TOKEN", workload.toString()),
        List.of("sh", Repository.file("docs/examples/pull/pull-token.sh").toString()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
