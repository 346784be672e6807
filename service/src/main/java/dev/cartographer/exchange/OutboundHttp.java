package dev.cartographer.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.cartographer.fault.FaultKind;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and waits for the whole answer, on the Vert.x client; meant for virtual
 * threads.
 *
 * <p>Nothing is followed, repeated or unpacked: a redirect is an answer like any other, so a
 * credential never leaves for another host. A call ends at its deadline whatever the server does,
 * and after {@link #LONGEST_BODY} bytes; either way its connection is closed. What goes wrong is
 * named here, once.
 */
public final class OutboundHttp implements AutoCloseable {
  static final int LONGEST_BODY = 64 * 1024;

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final int MOST_IDENTITIES = 1_000;
  private static final Duration UNUSED = Duration.ofMinutes(10);
  private static final PoolOptions POOL =
      new PoolOptions().setHttp1MaxSize(256).setHttp2MaxSize(4).setMaxWaitQueueSize(-1);

  private final Vertx vertx;
  private final Optional<TrustOptions> trusted;
  private final HttpClient client;
  private final Clock clock;

  /** A renewed certificate makes a new client; the one of the old certificate closes unused. */
  private final Cache<String, HttpClient> identified =
      Caffeine.newBuilder()
          .maximumSize(MOST_IDENTITIES)
          .expireAfterAccess(UNUSED)
          .executor(Runnable::run)
          .removalListener(OutboundHttp::letGo)
          .build();

  /** Trusts the authorities that the Java platform trusts. */
  public OutboundHttp(Vertx vertx, Clock clock) {
    this(vertx, clock, Optional.empty());
  }

  /** Trusts the given authorities; those of the Java platform when there are none given. */
  public OutboundHttp(Vertx vertx, Clock clock, Optional<TrustOptions> trusted) {
    this.vertx = vertx;
    this.trusted = trusted;
    this.client = client(Optional.empty());
    this.clock = clock;
  }

  private HttpClient client(Optional<PemKeyCertOptions> identity) {
    var options = options();
    trusted.ifPresent(options::setTrustOptions);
    identity.ifPresent(options::setKeyCertOptions);
    return vertx.httpClientBuilder().with(options).with(POOL).build();
  }

  private HttpClient client(TlsIdentity identity) {
    return identified.get(identity.version(), _ -> client(Optional.of(pem(identity))));
  }

  private PemKeyCertOptions pem(TlsIdentity identity) {
    var pem =
        new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(identity.chain().reveal()))
            .addKeyValue(Buffer.buffer(identity.key().reveal()));
    try {
      pem.getKeyManagerFactory(vertx);
      return pem;
    } catch (Exception quotesTheKey) {
      throw new Mishap(
          FaultKind.SECRET_UNREADABLE,
          "can't be asked: our client certificate and its key are not a certificate and a PKCS #8"
              + " key in PEM",
          null);
    }
  }

  private static void letGo(
      @Nullable String version, @Nullable HttpClient unused, RemovalCause cause) {
    if (unused != null) {
      var _ = unused.close();
    }
  }

  /**
   * HTTP/2 where TLS negotiates it; without TLS always HTTP/1.1, so no upgrade is offered. A
   * connection that has brought nothing for 20 s is closed: one HTTP/2 connection over a dead path
   * would swallow every request after the first.
   */
  private static HttpClientOptions options() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setKeepAliveTimeout(20)
        .setReadIdleTimeout(20)
        .setMaxHeaderSize(16 * 1024)
        .setDecompressionSupported(false);
  }

  /**
   * Sends and waits.
   *
   * @throws Mishap when no whole answer came back
   */
  HttpAnswer send(HttpAsk ask) {
    var sender = ask.identity().map(this::client).orElse(client);
    var call = new HttpCall(ask, clock.instant());
    sender.request(options(ask)).onComplete(call::connected, call::failed);
    try {
      return call.answer().get(ask.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new Mishap(
          FaultKind.TIMEOUT, "did not answer within " + ask.timeout().toMillis() + " ms", late);
    } catch (ExecutionException failed) {
      throw named(failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Mishap(FaultKind.LOCAL, "was not waited for, since we are stopping", stopping);
    } finally {
      call.abandon();
    }
  }

  private static RequestOptions options(HttpAsk ask) {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(ask.method()))
            .setSsl(ask.endpoint().secure())
            .setHost(ask.endpoint().uri().getHost())
            .setPort(ask.endpoint().port())
            .setURI(ask.endpoint().target())
            .setFollowRedirects(false)
            .setConnectTimeout(Math.min(ask.timeout().toMillis(), CONNECT_WITHIN.toMillis()))
            .putHeader("Accept", "application/json")
            .putHeader("User-Agent", "cartographer");
    if (!ask.contentType().isEmpty()) {
      options.putHeader("Content-Type", ask.contentType());
    }
    ask.authorization().ifPresent(value -> options.putHeader("Authorization", value.reveal()));
    return options;
  }

  /** The outermost cause that says what happened decides; the rest is somebody's wrapping. */
  private static Mishap named(ExecutionException failed) {
    for (var cause = failed.getCause(); cause != null; cause = cause.getCause()) {
      var mishap = named(cause);
      if (mishap.isPresent()) {
        return mishap.get();
      }
    }
    return new Mishap(FaultKind.BAD_RESPONSE, "answered with something that is not HTTP", failed);
  }

  private static Optional<Mishap> named(Throwable cause) {
    return switch (cause) {
      case Mishap mishap -> Optional.of(mishap);
      case UnknownHostException e -> mishap(FaultKind.DNS, "has a name that did not resolve", e);
      case TimeoutException e ->
          mishap(FaultKind.TIMEOUT, "did not take the connection in time", e);
      case SSLException e -> mishap(FaultKind.TLS, "failed the TLS handshake: " + root(e), e);
      case ConnectException e -> mishap(FaultKind.CONNECT, "refused the connection", e);
      case IOException e -> mishap(FaultKind.CONNECT, "broke the connection", e);
      case VertxException e when e.getCause() == null ->
          mishap(FaultKind.CONNECT, "closed the connection", e);
      default -> Optional.empty();
    };
  }

  private static Optional<Mishap> mishap(FaultKind kind, String what, Throwable cause) {
    return Optional.of(new Mishap(kind, what, cause));
  }

  private static String root(Throwable failure) {
    var cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : root(cause);
  }

  @Override
  public void close() {
    identified.invalidateAll();
    var _ = client.close();
  }
}
