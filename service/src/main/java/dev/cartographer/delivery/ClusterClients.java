package dev.cartographer.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.cartographer.delivery.Kubeconfig.Credential;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Target;
import dev.cartographer.limit.GatePolicy;
import dev.cartographer.limit.Guard;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.TlsVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the clusters' API servers, one for each kubeconfig and context in use.
 *
 * <p>The kubeconfig is asked for at every use: once its text has changed, so has the connection.
 */
public final class ClusterClients implements AutoCloseable {
  private static final int MOST = 2_000;
  private static final Duration UNUSED = Duration.ofHours(1);

  private final SecretResolver secrets;
  private final HttpClient.Factory factory;
  private final Patience patience;
  private final Clock clock;
  private final Cache<Key, ClusterClient> clients =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(UNUSED)
          .executor(Runnable::run)
          .removalListener(ClusterClients::letGo)
          .build();

  /** How long an API server is waited for. */
  record Patience(Duration connect, Duration answer) {}

  private record Key(String kubeconfig, Optional<String> context) {}

  /**
   * Connects within 5 s and waits 10 s for a whole answer.
   *
   * @param factory should share one event loop among all clients, or 2,000 clusters will bring
   *     2,000 sets of threads
   */
  public ClusterClients(SecretResolver secrets, HttpClient.Factory factory, Clock clock) {
    this(secrets, factory, new Patience(Duration.ofSeconds(5), Duration.ofSeconds(10)), clock);
  }

  ClusterClients(
      SecretResolver secrets, HttpClient.Factory factory, Patience patience, Clock clock) {
    this.clock = clock;
    this.secrets = secrets;
    this.factory = factory;
    this.patience = patience;
  }

  /**
   * The client for a target. Whoever opens it closes it.
   *
   * @throws DependencyFailure {@code SECRET_UNREADABLE} when the kubeconfig can't be read or used
   */
  ClusterClient open(Target.Namespace target) {
    return open(target.kubeconfig(), target.context());
  }

  /** The client for a kubeconfig and one of its contexts; as above. */
  ClusterClient open(SecretRef kubeconfig, Optional<String> context) {
    try {
      return open(secrets.resolve(kubeconfig), context);
    } catch (SecretUnreadable e) {
      throw unusable("the cluster's kubeconfig can't be read: " + e.getMessage(), e);
    } catch (KubeconfigRefused e) {
      throw unusable("the cluster's kubeconfig is refused: " + e.getMessage(), e);
    }
  }

  private ClusterClient open(SecretText kubeconfig, Optional<String> context) {
    var key = new Key(HexFormat.of().formatHex(kubeconfig.sha256()), context);
    while (true) {
      var client = clients.get(key, _ -> connect(Kubeconfig.of(kubeconfig, context)));
      if (client.take()) {
        return client;
      }
      // Let go by the cache between the two calls: it is not there any more.
      clients.asMap().remove(key, client);
    }
  }

  private ClusterClient connect(Kubeconfig kubeconfig) {
    var guard = new Guard(Dependency.CLUSTER, GatePolicy.CLUSTER, clock, _ -> {});
    return new ClusterClient(kubeconfig, http(kubeconfig), guard, patience.answer(), clock);
  }

  /**
   * Built without fabric8's common configuration, which would follow redirects, with the
   * credential, and read the environment of this process.
   */
  private HttpClient http(Kubeconfig kubeconfig) {
    var builder = factory.newBuilder();
    builder.tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build());
    builder.connectTimeout(patience.connect().toMillis(), TimeUnit.MILLISECONDS);
    builder.preferHttp11();
    builder.tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);
    if ("https".equals(kubeconfig.server().getScheme())) {
      builder.sslContext(ClusterTls.identity(kubeconfig), ClusterTls.trust(kubeconfig));
    } else if (kubeconfig.credential() instanceof Credential.Certificate) {
      throw new KubeconfigRefused("it has a client certificate, which needs an https server");
    }
    return builder.build();
  }

  private static void letGo(@Nullable Key key, @Nullable ClusterClient client, RemovalCause cause) {
    if (client != null) {
      client.close();
    }
  }

  private static DependencyFailure unusable(String detail, RuntimeException cause) {
    return new DependencyFailure(
        new Fault(Dependency.CLUSTER, FaultKind.SECRET_UNREADABLE, detail), cause);
  }

  /** Lets every client go; those in use close when their last use ends. */
  @Override
  public void close() {
    clients.invalidateAll();
  }
}
