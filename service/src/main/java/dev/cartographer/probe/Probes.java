package dev.cartographer.probe;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.exchange.Exchange;
import dev.cartographer.exchange.Exchanged;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one exchange now and then for each carrier: identity to IAM, and IAM's token to both
 * services. What comes of it is counted, and delivered to nobody.
 *
 * <p>Gates do not hold it back: in an outage they let through a few renewals for a whole region,
 * and most of its carriers would then show nothing at all. It is the same load in an outage as at
 * any other time. A dependency that asks to be left alone is left alone.
 */
public final class Probes implements AutoCloseable {
  private final Map<Name, Canary> canaries;
  private final Supplier<Exchange> exchange;
  private final Turns turns;
  private final ProbeListener listener;
  private final Duration interval;
  private final Clock clock;
  private final Map<Name, Instant> quietUntil = new ConcurrentHashMap<>();
  private final Phaser ends = new Phaser(1);

  /**
   * Probes that make nothing until {@link #look}.
   *
   * @param canaries at most one for each region; carriers of other regions are not probed
   * @param exchange one that remembers nothing: no IAM token, and no failure
   * @param interval between two probes of the same carrier
   */
  public Probes(
      List<Canary> canaries,
      Supplier<Exchange> exchange,
      Turns turns,
      ProbeListener listener,
      Duration interval,
      Clock clock) {
    this.canaries =
        canaries.stream().collect(Collectors.toMap(Canary::region, Function.identity()));
    this.exchange = exchange;
    this.turns = turns;
    this.listener = listener;
    this.interval = interval;
    this.clock = clock;
  }

  /** Whether carriers of this region are probed. */
  public boolean covers(Name region) {
    return canaries.containsKey(region);
  }

  /**
   * Starts the probes whose turn has come, and waits for none.
   *
   * @param every how often this is called
   */
  public void look(Duration every) {
    turns.take(canaries.keySet(), interval, every, clock.instant()).forEach(this::start);
  }

  private void start(Carrier carrier) {
    ends.register();
    Thread.ofVirtual()
        .name("probe " + carrier.name())
        .start(() -> {
          try {
            probe(carrier);
          } finally {
            ends.arriveAndDeregister();
          }
        });
  }

  private void probe(Carrier carrier) {
    var canary = canaries.get(carrier.region());
    var quiet = quietUntil.getOrDefault(carrier.region(), Instant.MIN);
    if (canary != null && !clock.instant().isBefore(quiet)) {
      try {
        listener.probed(carrier, attempts(canary, carrier));
      } catch (RuntimeException bug) {
        listener.surprised(carrier, bug);
      }
    }
  }

  /** IAM is asked once: whoever it vouches for, it vouches for to both services. */
  private List<Attempt> attempts(Canary canary, Carrier carrier) {
    var once = exchange.get();
    var logs = made(once, canary, carrier, Signal.LOGS);
    if (logs.attempts().stream().noneMatch(Probes::vouched)) {
      return logs.attempts().isEmpty() ? List.of() : blocked(logs.attempts());
    }
    var metrics = made(once, canary, carrier, Signal.METRICS);
    return Stream.concat(logs.attempts().stream(), metrics.attempts().stream()).toList();
  }

  private static boolean vouched(Attempt attempt) {
    return attempt.dependency() == Dependency.IAM && attempt instanceof Attempt.Succeeded;
  }

  private static List<Attempt> blocked(List<Attempt> attempts) {
    return Stream.concat(attempts.stream(), Stream.of(new Attempt.Blocked(Dependency.METRICS)))
        .toList();
  }

  private Exchanged made(Exchange once, Canary canary, Carrier carrier, Signal signal) {
    var exchanged = once.tokenFor(canary.on(carrier, signal));
    if (exchanged instanceof Exchanged.Failed(var fault, var _)) {
      fault
          .retryAfter()
          .ifPresent(asked -> quietUntil.put(carrier.region(), clock.instant().plus(asked)));
    }
    return exchanged;
  }

  /** Waits for those under way, which their time-outs bound. */
  @Override
  public void close() {
    ends.arriveAndAwaitAdvance();
  }
}
