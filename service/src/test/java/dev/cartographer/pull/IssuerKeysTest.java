package dev.cartographer.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {
  private static final String ISSUER = "https://issuer.example";
  private static final Workload WORKLOAD = new Workload(ISSUER, "agent", Optional.empty());

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger elsewhere = new AtomicInteger();
  private HttpServer http;
  private volatile int status = 200;
  private volatile String body = "";

  @BeforeEach
  void start() throws Exception {
    body = new JWKSet(new RSAKeyGenerator(2048).keyID("one").generate()).toString();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/keys", exchange -> answer(exchange, asked));
    http.createContext("/elsewhere", exchange -> answer(exchange, elsewhere));
    http.start();
  }

  @AfterEach
  void end() {
    http.stop(0);
  }

  private void answer(HttpExchange exchange, AtomicInteger count) throws IOException {
    try (exchange) {
      count.incrementAndGet();
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private IssuerKeys keys() throws GeneralSecurityException {
    var url = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/keys");
    return new IssuerKeys(
        List.of(new Issuer.Remote(ISSUER, url, SSLContext.getDefault())),
        _ -> {
          throw new IllegalStateException();
        });
  }

  private static JWSHeader header(String key) {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key).build();
  }

  @Test
  void keysAreAskedForOnceAndKept() throws Exception {
    var keys = keys();

    for (var i = 0; i < 100; i++) {
      assertThat(keys.verifiers(WORKLOAD, header("one"))).hasSize(1);
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void anUnknownKeyAsksAgainButNotForEveryToken() throws Exception {
    var keys = keys();
    keys.verifiers(WORKLOAD, header("one"));

    for (var i = 0; i < 100; i++) {
      unknown(keys, "made up " + i);
    }

    assertThat(asked.get()).isBetween(2, 3);
    assertThat(keys.verifiers(WORKLOAD, header("one"))).hasSize(1);
  }

  private static void unknown(IssuerKeys keys, String key) {
    try {
      assertThat(keys.verifiers(WORKLOAD, header(key))).isEmpty();
    } catch (KeysUnavailable tooOften) {
      // Not asked: that is the point.
    }
  }

  @Test
  void aNewKeyIsTakenUpWhenATokenShowsIt() throws Exception {
    var keys = keys();
    keys.verifiers(WORKLOAD, header("one"));
    body = new JWKSet(new RSAKeyGenerator(2048).keyID("two").generate()).toString();

    assertThat(keys.verifiers(WORKLOAD, header("two"))).hasSize(1);
    assertThat(keys.verifiers(WORKLOAD, header("two"))).hasSize(1);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    status = 302;
    var keys = keys();

    assertThatThrownBy(() -> keys.verifiers(WORKLOAD, header("one")))
        .isInstanceOf(KeysUnavailable.class);
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void anEndlessAnswerIsCutOff() throws Exception {
    body = "{\"keys\":[],\"x\":\"" + "x".repeat(70_000) + "\"}";
    var keys = keys();

    assertThatThrownBy(() -> keys.verifiers(WORKLOAD, header("one")))
        .isInstanceOf(KeysUnavailable.class);
  }

  @Test
  void keysInAFileAreReadAtEachUse() throws Exception {
    var first = body;
    var second = new JWKSet(new RSAKeyGenerator(2048).keyID("two").generate()).toString();
    var file = new StringBuilder(first);
    var keys =
        new IssuerKeys(
            List.of(new Issuer.Local(ISSUER, new SecretRef.FromFile("issuer.jwks"))),
            _ -> new SecretText(file.toString()));
    assertThat(keys.verifiers(WORKLOAD, header("one"))).hasSize(1);

    file.setLength(0);
    file.append(second);

    assertThat(keys.verifiers(WORKLOAD, header("one"))).isEmpty();
    assertThat(keys.verifiers(WORKLOAD, header("two"))).hasSize(1);
  }

  @Test
  void aWorkloadWhoseIssuerNobodyKnowsIsRefusedWhenItIsEnrolled() throws Exception {
    var keys = keys();
    var stranger = new Workload("https://stranger.example", "agent", Optional.empty());
    var inline = new SecretRef.Inline(new SecretText("no keys"));

    keys.check(WORKLOAD);
    keys.check(stranger.withKeys(Optional.of(new SecretRef.FromFile("keys"))));
    assertThatThrownBy(() -> keys.check(stranger))
        .hasMessageStartingWith("no keys are known of this issuer");
    assertThatThrownBy(() -> keys.check(stranger.withKeys(Optional.of(inline))))
        .hasMessage("it is neither a JWK set nor public keys in PEM");
  }
}
