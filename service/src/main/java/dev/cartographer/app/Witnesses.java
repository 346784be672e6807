package dev.cartographer.app;

import dev.cartographer.evidence.AddressRules;
import dev.cartographer.evidence.AnnouncementsSource;
import dev.cartographer.evidence.ControlSource;
import dev.cartographer.evidence.ExchangeRollUp;
import dev.cartographer.evidence.ExchangesSource;
import dev.cartographer.evidence.Fetch;
import dev.cartographer.evidence.Gathered;
import dev.cartographer.evidence.Gathering;
import dev.cartographer.evidence.LivenessSource;
import dev.cartographer.evidence.OwnChangesSource;
import dev.cartographer.evidence.Prober;
import dev.cartographer.evidence.Question;
import dev.cartographer.evidence.Source;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.limit.Gates;
import dev.cartographer.metrics.VerdictMeters;
import dev.cartographer.rotation.StoreFailure;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.store.Store;
import dev.cartographer.verdict.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import org.jboss.logging.Logger;

/** All that evidence comes from, at work: it counts exchanges, probes pages, and can be asked. */
final class Witnesses implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("cartographer.evidence");
  private static final Duration WRITE = Duration.ofSeconds(3);

  private final Deque<AutoCloseable> begun = new ArrayDeque<>();
  private final EvidenceConfig config;
  private final Store store;
  private final ExchangeRollUp rollUp;
  private final ExchangesSource exchanges;
  private final Gathering gathering;
  private final VerdictMeters meters;

  /**
   * Starts to count and to probe.
   *
   * @throws StartFailure when a source can't be used as it is configured
   */
  Witnesses(
      EvidenceConfig config,
      Store store,
      Gates gates,
      SecretResolver secrets,
      VerdictMeters meters,
      Outgoing outgoing,
      Clock clock) {
    this.config = config;
    this.store = store;
    this.meters = meters;
    var sources = new EvidenceSources(config);
    this.rollUp = new ExchangeRollUp(store.exchanges(), clock);
    this.exchanges =
        new ExchangesSource(
            store.exchanges(), sources.thresholds(), region -> heldBack(gates, region), clock);
    var rules = new AddressRules(sources.allowed());
    var fetch = new Fetch(outgoing.vertx, clock, rules, Fetch.Names.SYSTEM, outgoing.trusted);
    var liveness = new Prober(sources.probes(), fetch, clock, config.probeEvery());
    var controls = new Prober(sources.controls(), fetch, clock, config.probeEvery());
    var all = new ArrayList<Source>();
    all.add(exchanges);
    all.add(new OwnChangesSource(store.ownChanges(), clock));
    all.add(new AnnouncementsSource(store.cies(), clock));
    all.add(new LivenessSource(liveness));
    all.add(new ControlSource(controls, config.mostSkew()));
    all.addAll(sources.outside(fetch, secrets, clock));
    this.gathering = new Gathering(all, config.budget(), Gathering.Alarm.SYSTEM, clock);
    begun.push(fetch);
    begun.push(Ticker.start("probes", config.probeEvery(), liveness::round));
    begun.push(Ticker.start("controls", config.probeEvery(), controls::round));
    begun.push(Ticker.start("exchanges", WRITE, rollUp::flush));
  }

  /** With what the outside is reached. */
  record Outgoing(Vertx vertx, Optional<TrustOptions> trusted) {}

  private static boolean heldBack(Gates gates, Name region) {
    return gates.views().entrySet().stream()
        .filter(gate -> gate.getKey().region().equals(region))
        .map(gate -> gate.getValue())
        .anyMatch(gate -> gate.shutSince().isPresent() || gate.quietUntil().isPresent());
  }

  /** Puts on record as what this process runs: it may be a change. */
  void started(RunningAs as, Instant now) {
    store.ownChanges().started(as.version(), as.configuration(), now);
  }

  /** Is told of what exchanges come to. */
  ExchangeRollUp rollUp() {
    return rollUp;
  }

  /** Gathers what is known now. */
  Gathered gather(Question question) {
    var gathered = gathering.gather(question);
    meters.gathered(gathered);
    return gathered;
  }

  /** Counts a verdict on an incident. */
  void decided(Verdict verdict) {
    meters.decided(verdict);
  }

  /** What a person wants to know who asks how a carrier is. */
  Question byHand(Carrier carrier, Instant now) {
    return Question.byHand(carrier, exchanges.onset(carrier, now), now);
  }

  /** Forgets minutes that are too old. */
  void forget(Instant now) {
    store.exchanges().forget(now, config.retention());
  }

  @Override
  public void close() {
    while (!begun.isEmpty()) {
      try {
        begun.pop().close();
      } catch (Exception e) {
        LOG.warnf("A part of the evidence did not end well: %s", e);
      }
    }
    try {
      rollUp.flush();
    } catch (StoreFailure failure) {
      LOG.warnf("The last counts of exchanges are lost: %s", failure.why());
    }
  }
}
