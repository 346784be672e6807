package dev.cartographer.app;

import dev.cartographer.escalation.Brakes;
import dev.cartographer.escalation.Dispatcher;
import dev.cartographer.escalation.Installation;
import dev.cartographer.escalation.Outbox;
import dev.cartographer.escalation.Plan;
import dev.cartographer.escalation.Receipts;
import dev.cartographer.escalation.Sink;
import dev.cartographer.escalation.Wire;
import dev.cartographer.http.HttpSender;
import dev.cartographer.runbook.RunbookRefused;
import dev.cartographer.runbook.SiteData;
import dev.cartographer.secret.SecretResolver;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Who is told of incidents, as configured, and the dispatcher that tells them. */
final class Escalation implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("cartographer.escalation");
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Plan plan;
  private final Brakes brakes;
  private final Map<String, Sink> sinks;
  private final Clock clock;
  private final Deque<Runnable> ends = new ArrayDeque<>();

  private Escalation(
      Plan plan, Brakes brakes, Map<String, Sink> sinks, HttpSender http, Clock clock) {
    this.plan = plan;
    this.brakes = brakes;
    this.sinks = sinks;
    this.clock = clock;
    ends.push(http::close);
  }

  /**
   * As configured; empty when it isn't, and then the log says so.
   *
   * @throws StartFailure when somebody can't be reached as configured
   */
  static Optional<Escalation> of(
      CartographerConfig config,
      SecretResolver secrets,
      Vertx vertx,
      Optional<TrustOptions> trusted,
      Clock clock) {
    var settings = config.escalation();
    if (settings.teams().isEmpty() && settings.sinks().isEmpty()) {
      LOG.info("Nobody is told of incidents: cartographer.escalation has no teams and no sinks.");
      return Optional.empty();
    }
    var http = new HttpSender(vertx, trusted);
    var wire = new Wire(http, secrets, clock);
    var sinks = new EscalationSinks(installation(settings), wire, vertx, trusted).of(settings);
    var plan = EscalationPlan.of(settings, sinks, site(config));
    var brakes = new Brakes(settings.pagesPerTeam(), settings.pagesInAll(), HOUR);
    return Optional.of(new Escalation(plan, brakes, sinks, http, clock));
  }

  private static Installation installation(EscalationConfig settings) {
    try {
      return new Installation(settings.name());
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          "The configuration can't be used: cartographer.escalation.name: " + e.getMessage() + ".",
          e);
    }
  }

  private static SiteData site(CartographerConfig config) {
    var data =
        config
            .runbook()
            .data()
            .orElseThrow(() ->
                new StartFailure(
                    "Nobody knows what the teams are called: set cartographer.runbook.data to the"
                        + " directory with teams.yml."));
    try {
      return SiteData.in(data);
    } catch (RunbookRefused e) {
      throw new StartFailure("The site's data can't be used: " + e.getMessage(), e);
    }
  }

  Plan plan() {
    return plan;
  }

  Brakes brakes() {
    return brakes;
  }

  /** Begins to carry out what the outbox holds. */
  void begin(Outbox outbox, Receipts receipts) {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    // What is under way then is repeated by whoever claims it after its lease.
    ends.push(threads::shutdownNow);
    var dispatcher =
        new Dispatcher(outbox, plan, sinks, receipts, new DispatchLog(), threads, clock);
    ends.push(Ticker.start("dispatch", TURN, dispatcher::turn)::close);
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
