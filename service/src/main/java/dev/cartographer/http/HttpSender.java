package dev.cartographer.http;

import dev.cartographer.fault.FaultKind;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends one request and waits for the whole answer, on the Vert.x client; meant for virtual
 * threads.
 *
 * <p>Nothing is followed, repeated or unpacked: a redirect is an answer like any other, so a
 * credential never leaves for another host. A call ends at its deadline whatever the server does,
 * and after {@link #LONGEST_BODY} bytes; either way its connection is closed.
 */
public final class HttpSender implements AutoCloseable {
  /** A list of thirty issues, each as long as an issue can be, must fit. */
  static final int LONGEST_BODY = 4 * 1024 * 1024;

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

  private final HttpClient client;

  /** Trusts the given authorities; those of the Java platform when there are none given. */
  public HttpSender(Vertx vertx, Optional<TrustOptions> trusted) {
    var options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setUseAlpn(true)
            .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
            .setKeepAliveTimeout(20)
            .setReadIdleTimeout(20)
            .setMaxHeaderSize(32 * 1024)
            .setDecompressionSupported(false);
    trusted.ifPresent(options::setTrustOptions);
    this.client = vertx.createHttpClient(options);
  }

  /**
   * Sends and waits.
   *
   * @throws Unanswered when no whole answer came back
   */
  public HttpReply send(HttpRequest request) {
    var exchange = new HttpExchange(request.body());
    client.request(options(request)).onComplete(exchange::connected, exchange::failed);
    try {
      return exchange.reply().get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      var what = "did not answer within " + request.timeout().toMillis() + " ms";
      throw new Unanswered(FaultKind.TIMEOUT, what, exchange.sent(), late);
    } catch (ExecutionException failed) {
      throw named(failed, exchange.sent());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      var what = "was not waited for, since we are stopping";
      throw new Unanswered(FaultKind.LOCAL, what, exchange.sent(), stopping);
    } finally {
      exchange.abandon();
    }
  }

  private static RequestOptions options(HttpRequest request) {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setSsl(request.to().secure())
            .setHost(request.to().uri().getHost())
            .setPort(request.to().port())
            .setURI(request.to().target())
            .setFollowRedirects(false)
            .setConnectTimeout(Math.min(request.timeout().toMillis(), CONNECT_WITHIN.toMillis()))
            .putHeader("User-Agent", "cartographer");
    request.headers().forEach(options::putHeader);
    request.authorization().ifPresent(value -> options.putHeader("Authorization", value.reveal()));
    return options;
  }

  /** The outermost cause that says what happened decides; the rest is somebody's wrapping. */
  private static Unanswered named(ExecutionException failed, boolean sent) {
    for (var cause = failed.getCause(); cause != null; cause = cause.getCause()) {
      var named = named(cause, sent);
      if (named.isPresent()) {
        return named.get();
      }
    }
    return new Unanswered(
        FaultKind.BAD_RESPONSE, "answered with something that is not HTTP", sent, failed);
  }

  private static Optional<Unanswered> named(Throwable cause, boolean sent) {
    return switch (cause) {
      case HttpExchange.AnswerTooLong e ->
          unanswered(FaultKind.BAD_RESPONSE, "answered with more than we read", sent, e);
      case UnknownHostException e ->
          unanswered(FaultKind.DNS, "has a name that did not resolve", sent, e);
      case TimeoutException e ->
          unanswered(FaultKind.TIMEOUT, "did not take the connection in time", sent, e);
      case SSLException e -> unanswered(FaultKind.TLS, "failed the TLS handshake", sent, e);
      case ConnectException e -> unanswered(FaultKind.CONNECT, "refused the connection", sent, e);
      case IOException e -> unanswered(FaultKind.CONNECT, "broke the connection", sent, e);
      case VertxException e when e.getCause() == null ->
          unanswered(FaultKind.CONNECT, "closed the connection", sent, e);
      default -> Optional.empty();
    };
  }

  private static Optional<Unanswered> unanswered(
      FaultKind kind, String what, boolean sent, Throwable cause) {
    return Optional.of(new Unanswered(kind, what, sent, cause));
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
