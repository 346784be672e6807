package dev.cartographer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.FaultKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MishapTest {

  static Stream<Arguments> mishaps() {
    return Stream.of(
        Arguments.of(new UnknownHostException("c.example"), FaultKind.DNS, "c.example"),
        Arguments.of(new SSLHandshakeException("no trust"), FaultKind.TLS, "no trust"),
        Arguments.of(new CertificateException("expired"), FaultKind.TLS, "expired"),
        Arguments.of(new TimeoutException("30 ms"), FaultKind.TIMEOUT, "30 ms"),
        Arguments.of(
            new ConnectException("connection timed out"),
            FaultKind.TIMEOUT,
            "connection timed out"),
        Arguments.of(new ConnectException("refused"), FaultKind.CONNECT, "refused"),
        Arguments.of(new IOException("reset"), FaultKind.CONNECT, "the connection broke"));
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void whatWentWrongIsNamedFromTheCause(Exception cause, FaultKind kind, String words) {
    var thrown = new ExecutionException(new IOException("wrapped", cause));

    assertThat(Mishap.of(thrown)).isEqualTo(new Mishap(kind, words));
  }
}
