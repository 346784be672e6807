package dev.cartographer.exchange;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.exchange.TokenServer.Reply;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboundHttpTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir static Path directory;
  private static Path certificate;

  private final OutboundHttp http = new OutboundHttp(VERTX, new MutableClock(NOON));

  @BeforeAll
  static void makeACertificate() throws Exception {
    certificate = TestCertificate.madeIn(directory);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @AfterAll
  static void end() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void aPostCarriesItsHeadersAndBodyAndBringsTheAnswerBack() {
    try (var server = new TokenServer(_ -> Reply.json(200, "{}").with("Retry-After", "7"))) {
      var answer = http.send(ask(server.endpoint(), ofSeconds(5)));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.contentType()).contains("application/json");
      assertThat(answer.retryAfter()).contains("7");
      assertThat(answer.body().reveal()).isEqualTo("{}");
      assertThat(answer.sentAt()).isEqualTo(NOON);
      var received = server.received().getFirst();
      assertThat(received.method()).isEqualTo("POST");
      assertThat(received.path()).isEqualTo("/token");
      assertThat(received.body()).isEqualTo("a=b");
      assertThat(received.header("Authorization")).isEqualTo("Bearer abc");
      assertThat(received.header("Content-Type")).isEqualTo("text/plain");
      assertThat(received.header("Accept")).isEqualTo("application/json");
      assertThat(received.header("Accept-Encoding")).isEmpty();
      assertThat(received.header("Upgrade")).isEmpty();
    }
  }

  @Test
  void aRedirectIsAnAnswerAndTheOtherServerSeesNothing() {
    try (var other = new TokenServer(_ -> Reply.json(200, "{}"))) {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        var redirect = Reply.json(status, "{}").with("Location", other.endpoint().uri().toString());
        try (var server = new TokenServer(_ -> redirect)) {
          assertThat(http.send(ask(server.endpoint(), ofSeconds(5))).status()).isEqualTo(status);
        }
      }

      assertThat(other.received()).isEmpty();
    }
  }

  @Test
  void aRefusedConnectionIsNamed() throws IOException {
    TokenEndpoint nobody;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = TokenEndpoint.of("http://127.0.0.1:" + closed.getLocalPort() + "/");
    }

    var mishap = mishap(nobody, ofSeconds(5));

    assertThat(mishap.kind()).isEqualTo(FaultKind.CONNECT);
    assertThat(mishap.what()).isEqualTo("refused the connection");
  }

  @Test
  void aNameThatDoesNotResolveIsNamed() {
    var mishap = mishap(TokenEndpoint.of("https://host.invalid/token"), ofSeconds(20));

    assertThat(mishap.kind()).isEqualTo(FaultKind.DNS);
    assertThat(mishap.what()).isEqualTo("has a name that did not resolve");
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsNamed() throws Exception {
    var port = tlsServer();

    var mishap = mishap(TokenEndpoint.of("https://127.0.0.1:" + port + "/"), ofSeconds(10));

    assertThat(mishap.kind()).isEqualTo(FaultKind.TLS);
    assertThat(mishap.what())
        .startsWith("failed the TLS handshake: ")
        .contains("certification path");
  }

  @Test
  void aCertificateForAnotherNameIsNamed() throws Exception {
    var port = tlsServer();
    try (var trusting = trusting()) {
      var ask = ask(TokenEndpoint.of("https://localhost:" + port + "/"), ofSeconds(10));

      var mishap = catchThrowableOfType(Mishap.class, () -> trusting.send(ask));

      assertThat(mishap.kind()).isEqualTo(FaultKind.TLS);
    }
  }

  @Test
  void http2IsUsedWhereItIsOffered() throws Exception {
    var port = tlsServer();
    try (var trusting = trusting()) {
      var answer =
          trusting.send(ask(TokenEndpoint.of("https://127.0.0.1:" + port + "/"), ofSeconds(10)));

      assertThat(answer.body().reveal()).isEqualTo(HttpVersion.HTTP_2.name());
    }
  }

  @Test
  void anIpv6AddressIsReachedAndNamedInBrackets() throws Exception {
    var server =
        VERTX
            .createHttpServer(new HttpServerOptions().setHost("::1").setPort(0))
            .requestHandler(request -> request.response().end(request.getHeader("Host")))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);

    var endpoint = TokenEndpoint.of("http://[::1]:" + server.actualPort() + "/token");

    assertThat(http.send(ask(endpoint, ofSeconds(5))).body().reveal())
        .isEqualTo("[::1]:" + server.actualPort());
  }

  @Test
  void aServerThatIsNotHttpIsNamed() {
    try (var server = new RawServer(wire -> wire.say("SSH-2.0-OpenSSH_9.2\r\n\r\n"))) {
      var mishap = mishap(server.endpoint("http"), ofSeconds(5));

      assertThat(mishap.kind()).isEqualTo(FaultKind.BAD_RESPONSE);
      assertThat(mishap.what()).isEqualTo("answered with something that is not HTTP");
    }
  }

  @Test
  void aServerThatIsNotTlsIsNamed() throws Exception {
    var greeting =
        VERTX
            .createNetServer(new NetServerOptions().setHost("127.0.0.1"))
            .connectHandler(socket -> socket.write("220 mail.example.com ESMTP\r\n"))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);

    var endpoint = TokenEndpoint.of("https://127.0.0.1:" + greeting.actualPort() + "/");

    assertThat(mishap(endpoint, ofSeconds(5)).kind()).isEqualTo(FaultKind.TLS);
  }

  @Test
  void aConnectionClosedBeforeTheAnswerIsNamed() {
    try (var server = new RawServer(_ -> {})) {
      var mishap = mishap(server.endpoint("http"), ofSeconds(5));

      assertThat(mishap.kind()).isEqualTo(FaultKind.CONNECT);
      assertThat(mishap.what()).isEqualTo("closed the connection");
    }
  }

  @Test
  void anAnswerCutShortIsNamedAndNotTaken() {
    try (var server =
        new RawServer(wire -> wire.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"))) {
      assertThat(mishap(server.endpoint("http"), ofSeconds(5)).kind()).isEqualTo(FaultKind.CONNECT);
    }
  }

  @Test
  void aResetConnectionIsNamed() {
    try (var server = new RawServer(wire -> wire.socket().setSoLinger(true, 0))) {
      assertThat(mishap(server.endpoint("http"), ofSeconds(5)).kind()).isEqualTo(FaultKind.CONNECT);
    }
  }

  @Test
  void aBodyThatTricklesEndsAtTheDeadlineAndItsConnectionIsClosed() throws Exception {
    try (var server =
        new RawServer(wire -> {
          wire.say("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
          while (true) {
            wire.say(" ");
            wire.dawdle();
          }
        })) {
      var mishap = mishap(server.endpoint("http"), ofMillis(300));

      assertThat(mishap.kind()).isEqualTo(FaultKind.TIMEOUT);
      assertThat(mishap.what()).isEqualTo("did not answer within 300 ms");
      assertThat(server.hungUp().await(10, SECONDS)).isTrue();
    }
  }

  @Test
  void aServerThatTakesTheConnectionAndSaysNothingEndsAtTheDeadline() {
    try (var server = new RawServer(wire -> wire.hungUp().await())) {
      assertThat(mishap(server.endpoint("http"), ofMillis(200)).kind())
          .isEqualTo(FaultKind.TIMEOUT);
      assertThat(mishap(server.endpoint("https"), ofMillis(200)).kind())
          .isEqualTo(FaultKind.TIMEOUT);
      server.hungUp().countDown();
    }
  }

  @Test
  void anEndlessBodyIsCutOffAndItsConnectionIsClosed() throws Exception {
    try (var server =
        new RawServer(wire -> {
          wire.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          while (true) {
            wire.say("400\r\n" + " ".repeat(1024) + "\r\n");
          }
        })) {
      var mishap = mishap(server.endpoint("http"), ofSeconds(10));

      assertThat(mishap.kind()).isEqualTo(FaultKind.BAD_RESPONSE);
      assertThat(mishap.what()).isEqualTo("answered with more than 64 KiB");
      assertThat(server.hungUp().await(10, SECONDS)).isTrue();
    }
  }

  @Test
  void aTokenOfTenMegabytesIsCutOff() {
    var huge = "{\"access_token\":\"" + "x".repeat(10_000_000) + "\"}";
    try (var server = new TokenServer(_ -> Reply.json(200, huge))) {
      assertThat(mishap(server.endpoint(), ofSeconds(10)).what())
          .isEqualTo("answered with more than 64 KiB");
    }
  }

  @Test
  void endlessHeadersAreCutOff() {
    try (var server =
        new RawServer(wire -> {
          wire.say("HTTP/1.1 200 OK\r\n");
          while (true) {
            wire.say("X-More: " + "x".repeat(1000) + "\r\n");
          }
        })) {
      assertThat(mishap(server.endpoint("http"), ofSeconds(10)).kind())
          .isEqualTo(FaultKind.BAD_RESPONSE);
    }
  }

  @Test
  void aCompressedBodyIsNotUnpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[1_000_000]);
    }
    var reply =
        new Reply(
            200, Map.of("Content-Encoding", "gzip"), packed.toString(StandardCharsets.ISO_8859_1));
    try (var server = new TokenServer(_ -> reply)) {
      var answer = http.send(ask(server.endpoint(), ofSeconds(5)));

      assertThat(answer.body().reveal().length()).isLessThanOrEqualTo(packed.size());
    }
  }

  @Test
  void anAnswerNeverPrintsItsBody() {
    try (var server = new TokenServer(_ -> Reply.json(200, "{\"access_token\":\"CANARY\"}"))) {
      assertThat(http.send(ask(server.endpoint(), ofSeconds(5))).toString())
          .doesNotContain("CANARY");
    }
  }

  private static HttpAsk ask(TokenEndpoint endpoint, Duration timeout) {
    return HttpAsk.post(
        new Reached(endpoint, Optional.empty()),
        Optional.of(new SecretText("Bearer abc")),
        "text/plain",
        new SecretText("a=b"),
        timeout);
  }

  private Mishap mishap(TokenEndpoint endpoint, Duration timeout) {
    return catchThrowableOfType(Mishap.class, () -> http.send(ask(endpoint, timeout)));
  }

  /** Answers with the version of HTTP it was asked in. */
  private static int tlsServer() throws Exception {
    var options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(pfx());
    return VERTX
        .createHttpServer(options)
        .requestHandler(request -> request.response().end(request.version().name()))
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, SECONDS)
        .actualPort();
  }

  private static OutboundHttp trusting() {
    return new OutboundHttp(VERTX, new MutableClock(NOON), Optional.<TrustOptions>of(pfx()));
  }

  private static PfxOptions pfx() {
    return new PfxOptions().setPath(certificate.toString()).setPassword(TestCertificate.PASSWORD);
  }
}
