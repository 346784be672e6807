package dev.cartographer.evidence;

import dev.cartographer.secret.SecretText;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Gets one page and waits for the whole answer; meant for virtual threads.
 *
 * <p>The name is looked up here, every address it has is held against the rules, and the connection
 * goes to the address that was checked: a name that leads elsewhere a moment later leads nowhere.
 * No redirect is followed, and an answer ends at its deadline or after {@link #LONGEST_BODY} bytes.
 */
public final class Fetch implements AutoCloseable {
  static final int LONGEST_BODY = 1024 * 1024;

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final int MOST_ADDRESSES = 3;

  private final HttpClient client;
  private final Clock clock;
  private final AddressRules rules;
  private final Names names;

  /** Looks names up. */
  @FunctionalInterface
  public interface Names {
    /** The platform's resolver. */
    Names SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> of(String host) throws UnknownHostException;
  }

  /**
   * A client that has asked nothing yet.
   *
   * @param trusted the authorities of servers; those of the Java platform when empty
   */
  public Fetch(
      Vertx vertx, Clock clock, AddressRules rules, Names names, Optional<TrustOptions> trusted) {
    var options =
        new HttpClientOptions()
            .setKeepAliveTimeout(20)
            .setReadIdleTimeout(20)
            .setMaxHeaderSize(16 * 1024)
            .setDecompressionSupported(false);
    trusted.ifPresent(options::setTrustOptions);
    this.client =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(new PoolOptions().setHttp1MaxSize(8).setMaxWaitQueueSize(64))
            .build();
    this.clock = clock;
    this.rules = rules;
    this.names = names;
  }

  /**
   * Asks and waits.
   *
   * @param bearer shown to the server, when there is one
   * @throws Unfetched when no whole answer came back by the deadline
   */
  Fetched get(WebAddress address, Optional<SecretText> bearer, Instant deadline) {
    var asked = clock.instant();
    var timeout = shorter(LONGEST, Duration.between(asked, deadline));
    if (!timeout.isPositive()) {
      throw new Unfetched("was not asked, for there was no time left");
    }
    return within(timeout, () -> attempted(address, bearer, asked, timeout));
  }

  private Fetched attempted(
      WebAddress address, Optional<SecretText> bearer, Instant asked, Duration timeout)
      throws InterruptedException, ExecutionException {
    var failure = Optional.<ExecutionException>empty();
    for (var checked : checked(address)) {
      var call = new FetchCall(clock, asked);
      client
          .request(options(address, checked, bearer, timeout))
          .onComplete(call::connected, call::failed);
      try {
        return call.answer().get();
      } catch (ExecutionException e) {
        if (!call.neverConnected()) {
          throw e;
        }
        failure = Optional.of(e);
      } finally {
        call.abandon();
      }
    }
    throw failure.orElseThrow(() -> new Unfetched("has a name without any address"));
  }

  private List<InetAddress> checked(WebAddress address) {
    try {
      var all = names.of(address.host());
      for (var one : all) {
        rules
            .refusal(one)
            .ifPresent(why -> {
              throw new Unfetched("was not asked: " + one.getHostAddress() + " is " + why);
            });
      }
      return all.subList(0, Math.min(MOST_ADDRESSES, all.size()));
    } catch (UnknownHostException e) {
      throw Unfetched.nameless(e);
    }
  }

  private static RequestOptions options(
      WebAddress address, InetAddress checked, Optional<SecretText> bearer, Duration timeout) {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setSsl(address.secure())
            .setServer(SocketAddress.inetSocketAddress(address.port(), checked.getHostAddress()))
            .setHost(address.uri().getHost())
            .setPort(address.port())
            .setURI(address.target())
            .setFollowRedirects(false)
            .setConnectTimeout(shorter(timeout, CONNECT_WITHIN).toMillis())
            .putHeader("Accept", "application/json, */*;q=0.1")
            .putHeader("User-Agent", "cartographer");
    bearer.ifPresent(b -> options.putHeader("Authorization", "Bearer " + b.reveal()));
    return options;
  }

  /** On a thread of its own: looking up a name can't be given up otherwise. */
  private static <T> T within(Duration timeout, Callable<T> work) {
    var task = new FutureTask<T>(work);
    Thread.ofVirtual().name("fetch").start(task);
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw Unfetched.down("did not answer within " + timeout.toMillis() + " ms", late);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Unfetched("was not waited for");
    } catch (ExecutionException failed) {
      throw named(failed);
    } finally {
      cancel(task);
    }
  }

  private static void cancel(Future<?> task) {
    var _ = task.cancel(true);
  }

  /** The outermost cause that says what happened decides. */
  private static Unfetched named(ExecutionException failed) {
    for (var cause = failed.getCause(); cause != null; cause = cause.getCause()) {
      switch (cause) {
        case Unfetched unfetched -> {
          return unfetched;
        }
        case TimeoutException e -> {
          return Unfetched.down("did not take the connection in time", e);
        }
        case SSLException e -> {
          return Unfetched.down("failed the TLS handshake", e);
        }
        case IOException e -> {
          return Unfetched.down("refused or broke the connection", e);
        }
        default -> {}
      }
    }
    return Unfetched.down("answered with something that is not HTTP", failed);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
