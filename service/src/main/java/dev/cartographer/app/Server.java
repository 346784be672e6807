package dev.cartographer.app;

import dev.cartographer.agent.AgentConfigurations;
import dev.cartographer.delivery.ClusterClients;
import dev.cartographer.delivery.ClusterTokenRequest;
import dev.cartographer.delivery.Deliveries;
import dev.cartographer.delivery.KubernetesDelivery;
import dev.cartographer.exchange.Exchange;
import dev.cartographer.exchange.OutboundHttp;
import dev.cartographer.exchange.RegionExchange;
import dev.cartographer.limit.Gates;
import dev.cartographer.metrics.Exposition;
import dev.cartographer.metrics.FleetMeters;
import dev.cartographer.metrics.VerdictMeters;
import dev.cartographer.probe.Canary;
import dev.cartographer.probe.Probes;
import dev.cartographer.pull.Disappointment;
import dev.cartographer.rotation.Listeners;
import dev.cartographer.rotation.RetryPolicy;
import dev.cartographer.rotation.Rotation;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.rotation.RotationLoop;
import dev.cartographer.rotation.RotationThread;
import dev.cartographer.rotation.Schedule;
import dev.cartographer.secret.OperatorSecrets;
import dev.cartographer.secret.PrivateFiles;
import dev.cartographer.secret.RecentSecrets;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretText;
import dev.cartographer.store.Database;
import dev.cartographer.store.LocalPostgres;
import dev.cartographer.store.Store;
import dev.cartographer.token.RenewalPolicy;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * The running server, put together: everything that has a start and an end, in that order. What was
 * started is ended in the opposite order, also when the start fails halfway.
 */
final class Server implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("cartographer");
  private static final Duration PROBE_LOOK = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);

  private final Deque<AutoCloseable> begun = new ArrayDeque<>();
  private final CartographerConfig config;
  private final Clock clock;
  private final Gates gates;
  private final AgentConfigurations agents;
  private final SecretText apiToken;
  private final Store store;
  private final Witnesses witnesses;
  private final RotationThread rotation;
  private final Fitting fitting;
  private final Askers askers;
  private final AgentDesk agentDesk;

  /**
   * Starts everything.
   *
   * @throws StartFailure when the data directory or the regions can't be used; the database and the
   *     keys have failures of their own
   */
  Server(CartographerConfig config, Exposition exposition, Vertx vertx, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.gates = new Gates(clock, new GateLog());
    try {
      var regions = Regions.of(config);
      this.fitting = new Fitting(regions);
      this.agents = AgentRegions.of(config);
      var canaries = Canaries.of(config);
      var data = begin(DataDirectory.open(config.data()));
      this.apiToken = data.apiToken();
      this.store = begin(Store.open(begin(database(data)), data.keys()));
      var secrets =
          new RecentSecrets(
              new OperatorSecrets(secretsDirectory(), System.getenv(), store.sealing()), clock);
      this.witnesses = begin(witnesses(exposition, secrets, vertx));
      witnesses.started(RunningAs.of(ConfigProvider.getConfig()), clock.instant());
      this.askers = new Askers(config, store, secrets, deliveryDirectory(), clock);
      var meters = new FleetMeters(exposition);
      var listener =
          new Listeners(
              List.of(
                  meters,
                  new RotationLog(),
                  witnesses.rollUp(),
                  new Disappointment(askers.pull())));
      var escalation = Escalation.of(config, secrets, vertx, trusted(), clock);
      escalation.ifPresent(this::begin);
      var clusters = begin(new ClusterClients(secrets, new VertxHttpClientFactory(vertx), clock));
      var http = begin(new OutboundHttp(vertx, clock, trusted()));
      Function<Gates, Exchange> exchange =
          through ->
              new RegionExchange(
                  regions,
                  secrets,
                  new ClusterTokenRequest(clusters)::tokenOf,
                  http,
                  through,
                  clock,
                  new SecureRandom());
      var loop = loop(exchange.apply(gates), clusters, listener);
      this.rotation = begin(new RotationThread(loop, listener, config.rotation().lease()));
      probe(canaries, () -> exchange.apply(noGates()), meters);
      rollUps(exposition, meters).start().forEach(this::begin);
      this.agentDesk = askers.desk(renewal(), this::nudge, exposition);
      begin(store.replicas()::leave);
      begin(Ticker.start("replica", HEARTBEAT, askers::stayAlive));
      rotation.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Database database(DataDirectory data) {
    var settings = config.database();
    if (settings.url().isPresent()) {
      return Database.open(
          settings.url().get(), settings.username(), databasePassword(), settings.connections());
    }
    var local =
        begin(LocalPostgres.start(data.postgres(), LocalPostgres.usualBinaries(System.getenv())));
    return Database.open(local.url(), local.username(), local.password(), settings.connections());
  }

  private SecretText databasePassword() {
    return config
        .database()
        .passwordFile()
        .map(SecretRef.FromFile::new)
        .map(ref -> OperatorSecrets.file(secretsDirectory(), ref))
        .orElseGet(() -> new SecretText(""));
  }

  /** Synthetic exchanges, if anybody's identity is there to make them with. */
  private void probe(List<Canary> canaries, Supplier<Exchange> exchange, FleetMeters meters) {
    if (!canaries.isEmpty()) {
      var interval = config.probes().interval();
      var listener = Canaries.counted(meters, witnesses.rollUp());
      var probes =
          begin(new Probes(canaries, exchange, store.probeTurns(), listener, interval, clock));
      begin(Ticker.start("probes", PROBE_LOOK, () -> probes.look(PROBE_LOOK)));
    }
  }

  /** Gates that know of nothing that was before them. */
  private Gates noGates() {
    return new Gates(clock, (_, _) -> {});
  }

  private RollUps rollUps(Exposition exposition, FleetMeters meters) {
    Predicate<String> probed = region -> config.probes().canaries().containsKey(region);
    var retention = config.audit().retention();
    return new RollUps(
        store, gates, meters, exposition, probed, retention, witnesses::forget, clock);
  }

  private RotationLoop loop(Exchange exchange, ClusterClients clusters, RotationListener listener) {
    try {
      return rotating(exchange, clusters, listener);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          "The configuration can't be used: cartographer.rotation: " + e.getMessage() + ".", e);
    }
  }

  private RotationLoop rotating(
      Exchange exchange, ClusterClients clusters, RotationListener listener) {
    var settings = config.rotation();
    var schedule =
        new Schedule(renewal(), RetryPolicy.DEFAULT, settings.sweep(), new SplittableRandom());
    var rotation =
        new Rotation(
            exchange,
            new Deliveries(
                askers.directory(), new KubernetesDelivery(clusters), askers.pull(), agents),
            store.audit(),
            schedule,
            clock);
    return new RotationLoop(
        store.queue(), rotation, gates, listener, clock, settings.lease(), settings.concurrency());
  }

  private RenewalPolicy renewal() {
    var settings = config.rotation();
    return new RenewalPolicy(settings.renewFrom(), settings.renewUntil(), LONGEST_LIFE);
  }

  private Witnesses witnesses(Exposition exposition, SecretResolver secrets, Vertx vertx) {
    return new Witnesses(
        config.evidence(),
        store,
        gates,
        secrets,
        new VerdictMeters(exposition),
        new Witnesses.Outgoing(vertx, trusted()),
        clock);
  }

  private Optional<TrustOptions> trusted() {
    return config.trustFile().map(file -> new PemTrustOptions().addCertPath(file.toString()));
  }

  private Path secretsDirectory() {
    return config.secretsDirectory().orElseGet(() -> config.data().resolve("secrets"));
  }

  /** Ours to make when it lies below our own data; otherwise the operator's. */
  private Path deliveryDirectory() {
    return config.deliveryDirectory().orElseGet(() -> made(config.data().resolve("delivered")));
  }

  private static Path made(Path directory) {
    try {
      PrivateFiles.makeDirectory(directory);
      return directory;
    } catch (IOException e) {
      throw new StartFailure("The directory " + directory + " can't be made: " + e + ".", e);
    }
  }

  /** What the agents of clusters are configured with. */
  AgentConfigurations agents() {
    return agents;
  }

  /** What agents need that ask. */
  Askers askers() {
    return askers;
  }

  /** Where they ask. */
  AgentDesk agentDesk() {
    return agentDesk;
  }

  /** The bearer token of the API. */
  SecretText apiToken() {
    return apiToken;
  }

  Store store() {
    return store;
  }

  Fitting fitting() {
    return fitting;
  }

  Witnesses witnesses() {
    return witnesses;
  }

  /** What due bindings wait for at this moment. */
  Waiting waiting(Instant now) {
    return new Waiting(gates, now);
  }

  Instant now() {
    return clock.instant();
  }

  /** Something is due that was not a moment ago. */
  void nudge() {
    rotation.nudge();
  }

  private <T extends AutoCloseable> T begin(T part) {
    begun.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!begun.isEmpty()) {
      var part = begun.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warnf("%s did not end well: %s", part.getClass().getSimpleName(), e);
      }
    }
  }
}
