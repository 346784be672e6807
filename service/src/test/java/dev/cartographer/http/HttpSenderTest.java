package dev.cartographer.http;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.fault.FaultKind;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.Receiver;
import dev.cartographer.testing.Receiver.Reply;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpSender http = new HttpSender(vertx, Optional.empty());

  @AfterEach
  void close() throws Exception {
    http.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static HttpRequest post(HttpEndpoint to, Duration timeout) {
    return new HttpRequest(
        "POST",
        to,
        Map.of("Content-Type", "text/plain"),
        Optional.of(new SecretText("Bearer abc")),
        Optional.of(new SecretText("ä")),
        timeout);
  }

  @Test
  void aRequestCarriesWhatItIsGivenAndBringsTheAnswerBack() {
    try (var server = new Receiver(_ -> Reply.json(201, "{}").with("Retry-After", "7"))) {
      var reply = http.send(post(server.at("/a?b=c"), ofSeconds(5)));

      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.header("retry-after")).contains("7");
      assertThat(reply.body()).isEqualTo("{}");
      var asked = server.asked().getFirst();
      assertThat(asked.method()).isEqualTo("POST");
      assertThat(asked.target()).isEqualTo("/a?b=c");
      assertThat(asked.body()).isEqualTo("ä");
      assertThat(asked.header("Authorization")).isEqualTo("Bearer abc");
      assertThat(asked.header("User-Agent")).isEqualTo("cartographer");
    }
  }

  @Test
  void aGetHasNoBody() {
    try (var server = new Receiver(_ -> Reply.text(200, "ok"))) {
      var get =
          new HttpRequest(
              "GET", server.at(), Map.of(), Optional.empty(), Optional.empty(), ofSeconds(5));

      assertThat(http.send(get).body()).isEqualTo("ok");
      assertThat(server.asked().getFirst().body()).isEmpty();
    }
  }

  @Test
  void aRedirectIsAnAnswerLikeAnyOther() {
    try (var other = new Receiver(_ -> Reply.text(200, "ok"));
        var server =
            new Receiver(_ -> Reply.text(302, "").with("Location", other.at().uri().toString()))) {
      assertThat(http.send(post(server.at(), ofSeconds(5))).status()).isEqualTo(302);
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void whatNeverArrivedIsToldFromWhatMayHave() throws IOException {
    HttpEndpoint nobody;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = HttpEndpoint.of("http://127.0.0.1:" + closed.getLocalPort() + "/");
    }
    var refused = unanswered(nobody, ofSeconds(5));
    assertThat(refused.kind()).isEqualTo(FaultKind.CONNECT);
    assertThat(refused.mayHaveArrived()).isFalse();

    var unknown = unanswered(HttpEndpoint.of("https://host.invalid/"), ofSeconds(20));
    assertThat(unknown.kind()).isEqualTo(FaultKind.DNS);
    assertThat(unknown.mayHaveArrived()).isFalse();

    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var there = HttpEndpoint.of("http://127.0.0.1:" + silent.getLocalPort() + "/");
      var late = unanswered(there, ofMillis(300));
      assertThat(late.kind()).isEqualTo(FaultKind.TIMEOUT);
      assertThat(late.mayHaveArrived()).isTrue();
    }
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() {
    try (var server = new Receiver(_ -> Reply.text(200, "x".repeat(5_000_000)))) {
      var endless = unanswered(server.at(), ofSeconds(10));

      assertThat(endless.kind()).isEqualTo(FaultKind.BAD_RESPONSE);
      assertThat(endless.what()).isEqualTo("answered with more than we read");
    }
  }

  private Unanswered unanswered(HttpEndpoint to, Duration timeout) {
    return catchThrowableOfType(Unanswered.class, () -> http.send(post(to, timeout)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "http://127.0.0.1.example.com/",
        "http://127.1/",
        "https://user:secret@example.com/",
        "https://example.com/#secret",
        "https://example.com:99999/",
        "ftp://example.com/secret",
        "/secret",
        "https://exa mple/secret"
      })
  void aCredentialMustNotGoEverywhere(String address) {
    assertThatThrownBy(() -> HttpEndpoint.of(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void aPlaceBelowAnEndpointKeepsItsPath() {
    assertThat(HttpEndpoint.of("https://ghe.example/api/v3/").at("/user?x=y").uri())
        .hasToString("https://ghe.example/api/v3/user?x=y");
    assertThat(HttpEndpoint.of("http://[::1]:80").at("/a").uri()).hasToString("http://[::1]:80/a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                             | 7
          3600                          | 3600
          Thu, 01 Jan 2026 12:01:00 GMT | 60
          Thu, 01 Jan 2026 11:59:00 GMT | -1
          -5                            | -1
          1e3                           | -1
          soon                          | -1
          12345678901                   | -1
          """)
  void aTimeToWaitIsReadAsTheRfcSays(String header, long seconds) {
    var asked = RetryAfter.of(header, Instant.parse("2026-01-01T12:00:00Z"));

    assertThat(asked.map(Duration::toSeconds).orElse(-1L)).isEqualTo(seconds);
  }
}
