package dev.cartographer.app;

import dev.cartographer.delivery.ClusterClients;
import dev.cartographer.delivery.Deliveries;
import dev.cartographer.delivery.DirectoryDelivery;
import dev.cartographer.delivery.KubernetesDelivery;
import dev.cartographer.exchange.OutboundHttp;
import dev.cartographer.exchange.Region;
import dev.cartographer.exchange.RegionExchange;
import dev.cartographer.fleet.Name;
import dev.cartographer.limit.Gates;
import dev.cartographer.metrics.FleetGauges;
import dev.cartographer.metrics.FleetMeters;
import dev.cartographer.metrics.GateGauges;
import dev.cartographer.metrics.WatchGauge;
import dev.cartographer.rotation.Listeners;
import dev.cartographer.rotation.RetryPolicy;
import dev.cartographer.rotation.Rotation;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.rotation.RotationLoop;
import dev.cartographer.rotation.RotationThread;
import dev.cartographer.rotation.Schedule;
import dev.cartographer.secret.OperatorSecrets;
import dev.cartographer.secret.PrivateFiles;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.store.Database;
import dev.cartographer.store.LocalPostgres;
import dev.cartographer.store.RunwayCheck;
import dev.cartographer.store.RunwayFold;
import dev.cartographer.store.RunwayReader;
import dev.cartographer.store.Store;
import dev.cartographer.token.RenewalPolicy;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jboss.logging.Logger;

/**
 * The running server, put together: everything that has a start and an end, in that order. What was
 * started is ended in the opposite order, also when the start fails halfway.
 */
final class Server implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("cartographer");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration ROLL_UP = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_CHECKS = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);

  private final Deque<AutoCloseable> begun = new ArrayDeque<>();
  private final CartographerConfig config;
  private final Clock clock;
  private final Gates gates;
  private final SecretText apiToken;
  private final Store store;
  private final RotationThread rotation;
  private final DirectoryDelivery directory;
  private final AgentAccess agents;

  /**
   * Starts everything.
   *
   * @throws StartFailure when the data directory or the regions can't be used; the database and the
   *     keys have failures of their own
   */
  Server(CartographerConfig config, MeterRegistry registry, Vertx vertx, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.gates = new Gates(clock, new GateLog());
    try {
      var regions = Regions.of(config);
      var data = begin(DataDirectory.open(config.data()));
      this.apiToken = data.apiToken();
      this.store = begin(Store.open(begin(database(data)), data.keys()));
      this.directory = new DirectoryDelivery(deliveryDirectory(), store.pickups(), clock);
      this.agents =
          new AgentAccess(config, store, secrets(), renewal(), this::nudge, registry, clock);
      var listener =
          new Listeners(List.of(new FleetMeters(registry), new RotationLog(), agents.listener()));
      var loop = loop(regions, vertx, listener);
      this.rotation = begin(new RotationThread(loop, listener, config.rotation().lease()));
      var gauges = new FleetGauges(registry, clock, RunwayReader.SHARES);
      begin(Ticker.start("roll up", ROLL_UP, rollUp(gauges)));
      var check = new RunwayCheck(store.database(), HOUR);
      begin(
          Ticker.start(
              "runway check",
              LOOK_FOR_CHECKS,
              () -> gauges.countDrift(check.check(clock.instant()))));
      var gateGauges = new GateGauges(registry);
      begin(Ticker.start("gates", ROLL_UP, () -> gateGauges.show(gates.views())));
      begin(Ticker.start("trail", HOUR, () -> keepTrail(gauges)));
      begin(store.replicas()::leave);
      begin(Ticker.start("replica", ROLL_UP, agents::keep));
      rotation.start();
      discover(registry, vertx);
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

  private RotationLoop loop(List<Region> regions, Vertx vertx, RotationListener listener) {
    try {
      return rotating(regions, vertx, listener);
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private RotationLoop rotating(List<Region> regions, Vertx vertx, RotationListener listener) {
    var http = begin(new OutboundHttp(vertx, clock, trusted()));
    var secrets = secrets();
    var settings = config.rotation();
    var schedule =
        new Schedule(renewal(), RetryPolicy.DEFAULT, settings.sweep(), new SplittableRandom());
    var rotation =
        new Rotation(
            new RegionExchange(regions, secrets, http, gates, clock),
            new Deliveries(
                directory,
                new KubernetesDelivery(
                    begin(new ClusterClients(secrets, new VertxHttpClientFactory(vertx), clock))),
                agents.delivery()),
            store.audit(),
            schedule,
            clock);
    return new RotationLoop(
        store.queue(), rotation, gates, listener, clock, settings.lease(), settings.concurrency());
  }

  private RenewalPolicy renewal() {
    var settings = config.rotation();
    try {
      return new RenewalPolicy(settings.renewFrom(), settings.renewUntil(), LONGEST_LIFE);
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private static StartFailure refused(IllegalArgumentException e) {
    return new StartFailure(
        "The configuration can't be used: cartographer.rotation: " + e.getMessage() + ".", e);
  }

  private OperatorSecrets secrets() {
    return new OperatorSecrets(secretsDirectory(), System.getenv(), store.sealing());
  }

  private void discover(MeterRegistry registry, Vertx vertx) {
    var fleet = new AnnouncedFleet(store, agents.issuers(), this::nudge, clock);
    var factory = new VertxHttpClientFactory(vertx);
    for (var discovery : new Discoveries(secrets(), factory, fleet, clock).of(config)) {
      begin(discovery);
      WatchGauge.show(registry, discovery.carrier().text(), discovery::watching);
      var rounds = new DiscoveryRounds(discovery);
      begin(Ticker.start("discovery " + discovery.carrier(), SECOND, rounds));
    }
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

  private Runnable rollUp(FleetGauges gauges) {
    var reader = store.runways();
    var fold = new RunwayFold(store.database());
    return () -> {
      fold.fold();
      var fleet = reader.fleet(clock.instant());
      gauges.show(fleet.signals(), fleet.carriers());
    };
  }

  /** Counts the orphans of the hour before, leaving out what may still be under way. */
  private void keepTrail(FleetGauges gauges) {
    var now = clock.instant();
    store.audit().forget(now, config.audit().retention());
    gauges.showOrphans(store.audit().orphans(now.minus(HOUR), now.minus(UNDER_WAY)));
  }

  /** The bearer token of the API. */
  SecretText apiToken() {
    return apiToken;
  }

  Store store() {
    return store;
  }

  /** Agents that ask, and what they may. */
  AgentAccess agents() {
    return agents;
  }

  /** Looks what a cluster's agents have put down since the last look at their directory. */
  void lookForPickups(String cluster) {
    store
        .pickups()
        .untold(cluster)
        .forEach(untold -> directory.look(new Name(cluster), untold.cluster(), untold.signal()));
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
