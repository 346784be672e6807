package dev.cartographer.delivery;

import dev.cartographer.fault.FaultKind;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why no answer came, named from what the network layers threw. Pure.
 *
 * @param words as those layers put it
 */
record Mishap(FaultKind kind, String words) {
  private static final int DEEPEST = 12;

  static final Mishap TOO_LONG = new Mishap(FaultKind.BAD_RESPONSE, "an answer of more than 4 MiB");

  /** The first cause, from the outside, that says what it was; else the connection broke. */
  static Mishap of(Throwable thrown) {
    return Stream.iterate(thrown, Mishap::isThere, Throwable::getCause)
        .limit(DEEPEST)
        .flatMap(cause -> kind(cause).map(kind -> new Mishap(kind, words(cause))).stream())
        .findFirst()
        .orElseGet(() -> new Mishap(FaultKind.CONNECT, "the connection broke"));
  }

  private static boolean isThere(@Nullable Throwable cause) {
    return cause != null;
  }

  private static Optional<FaultKind> kind(Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case UnknownHostException _ -> FaultKind.DNS;
          case SSLException _ -> FaultKind.TLS;
          case CertificateException _ -> FaultKind.TLS;
          case TimeoutException _ -> FaultKind.TIMEOUT;
          case SocketTimeoutException _ -> FaultKind.TIMEOUT;
          case ConnectException e when words(e).contains("timed out") -> FaultKind.TIMEOUT;
          case ConnectException _ -> FaultKind.CONNECT;
          default -> null;
        });
  }

  private static String words(Throwable cause) {
    return Optional.ofNullable(cause.getMessage())
        .orElseGet(() -> cause.getClass().getSimpleName());
  }
}
