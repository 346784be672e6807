package dev.cartographer.exchange;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.fault.FaultKind;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that wants a certificate and tells which one it saw. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutualTlsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private TlsIdentity first;
  private TlsIdentity second;
  private TokenEndpoint endpoint;
  private OutboundHttp http;

  @BeforeAll
  void start(@TempDir Path one, @TempDir Path two, @TempDir Path server) throws Exception {
    first = identity(TestCertificate.madeIn(one));
    second = identity(TestCertificate.madeIn(two));
    var store = TestCertificate.madeIn(server);
    var options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setUseAlpn(true)
            .setClientAuth(ClientAuth.REQUIRED)
            .setTrustOptions(
                new PemTrustOptions()
                    .addCertValue(Buffer.buffer(first.chain().reveal()))
                    .addCertValue(Buffer.buffer(second.chain().reveal())))
            .setKeyCertOptions(
                new PfxOptions().setPath(store.toString()).setPassword(TestCertificate.PASSWORD));
    var port =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> request.response().end(seen(request)))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, SECONDS)
            .actualPort();
    endpoint = TokenEndpoint.of("https://127.0.0.1:" + port + "/token");
    var trusted =
        new PemTrustOptions().addCertValue(Buffer.buffer(identity(store).chain().reveal()));
    http = new OutboundHttp(vertx, new MutableClock(NOON), Optional.of(trusted));
    warmUp();
  }

  /**
   * On a busy machine the first handshake of a JVM takes longer than a connection is waited for.
   */
  private void warmUp() {
    for (var tries = 0; tries < 10; tries++) {
      try {
        ask(Optional.of(first));
        return;
      } catch (Mishap late) {
        assertThat(late.kind()).isEqualTo(FaultKind.TIMEOUT);
      }
    }
  }

  @AfterAll
  void end() throws Exception {
    http.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private static TlsIdentity identity(Path store) throws Exception {
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, TestCertificate.PASSWORD.toCharArray());
    }
    var key = (PrivateKey) keys.getKey("server", TestCertificate.PASSWORD.toCharArray());
    return new TlsIdentity(
        new SecretText(pem(keys.getCertificate("server").getEncoded())),
        new SecretText(TestKeys.pem(key)));
  }

  private static String pem(byte[] certificate) throws IOException {
    var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN CERTIFICATE-----\n"
        + base64.encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }

  private static String seen(HttpServerRequest request) {
    try {
      return pem(request.sslSession().getPeerCertificates()[0].getEncoded());
    } catch (SSLPeerUnverifiedException e) {
      return "nobody";
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpAnswer ask(Optional<TlsIdentity> identity) {
    return http.send(HttpAsk.get(new Reached(endpoint, identity), Duration.ofSeconds(20)));
  }

  @Test
  void theCertificateIsShownAndARenewedOneFromItsFirstUseOn() {
    assertThat(ask(Optional.of(first)).body().matches(first.chain())).isTrue();
    assertThat(ask(Optional.of(second)).body().matches(second.chain())).isTrue();
    assertThat(ask(Optional.of(first)).body().matches(first.chain())).isTrue();
  }

  @Test
  void withoutOneTheHandshakeFailsAndIsNamed() {
    var mishap = catchThrowableOfType(Mishap.class, () -> ask(Optional.empty()));

    assertThat(mishap.kind()).isIn(FaultKind.TLS, FaultKind.CONNECT);
  }

  @Test
  void whatIsNoCertificateIsNamedAndNotShown() {
    var broken = new TlsIdentity(new SecretText("CANARY"), new SecretText("CANARY"));

    var mishap = catchThrowableOfType(Mishap.class, () -> ask(Optional.of(broken)));

    assertThat(mishap.kind()).isEqualTo(FaultKind.SECRET_UNREADABLE);
    assertThat(mishap.what())
        .isEqualTo(
            "can't be asked: our client certificate and its key are not a certificate and a PKCS #8"
                + " key in PEM");
    assertThat(mishap).hasNoCause();
  }

  @Test
  void aCertificateWithTheKeyOfAnotherIsRefused() {
    var mixed = new TlsIdentity(first.chain(), second.key());

    var mishap = catchThrowableOfType(Mishap.class, () -> ask(Optional.of(mixed)));

    assertThat(mishap).isNotNull();
  }
}
