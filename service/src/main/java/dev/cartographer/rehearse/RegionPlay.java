package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Admission.Reason;
import dev.cartographer.rotation.Lane;
import dev.cartographer.rotation.Lanes;
import dev.cartographer.rotation.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One region from beginning to end: what the product's loop, rotation and exchange do with what is
 * due, as steps between calls that come back.
 *
 * <p>Binding {@code 2n} is cluster {@code n}'s for logs, {@code 2n + 1} that for metrics.
 */
final class RegionPlay implements Channel.Callers {
  private static final int DELIVERY_MILLIS = 50;
  private static final int UNDER_WAY = 4096;

  private final Scenario scenario;
  private final long ttl;
  private final int firstCluster;
  private final SplittableRandom random;
  private final Trace trace;
  private final Optimum optimum = new Optimum();
  private final Channel iam;
  private final Channel[] services = new Channel[2];
  private final Lane[] lanes = new Lane[2];
  private final Lineup[] lineups = new Lineup[2];
  private final Lanes places;
  private final Agenda agenda;
  private final Flights deliveries = new Flights();
  private final long[] endsAt;
  private final int[] generation;
  private final int[] waited;
  private final @Nullable Dependency[] failedAt;
  private final long[] iamUntil;
  private final BitSet asking = new BitSet();
  private final BitSet joined = new BitSet();
  private long now;
  private int underWay;
  private int failing;
  private boolean hungry;

  RegionPlay(Scenario scenario, int region) {
    this.scenario = scenario;
    this.ttl = scenario.ttl().toMillis();
    this.firstCluster = region * (scenario.clusters() / scenario.regions() + 1);
    this.random = new SplittableRandom(scenario.seed() * 1_000_003 + region);
    this.trace = new Trace(scenario);
    var clusters = scenario.clustersOf(region);
    var bindings = 2 * clusters;
    this.agenda = new Agenda(bindings, scenario.length().toMillis());
    this.endsAt = new long[bindings];
    this.generation = new int[bindings];
    this.waited = new int[bindings];
    this.failedAt = new @Nullable Dependency[bindings];
    this.iamUntil = new long[clusters];
    this.iam = channel(Dependency.IAM);
    for (var signal : Signal.values()) {
      services[signal.number()] = channel(Dependency.issuing(signal));
      lanes[signal.number()] = new Lane(new Name("region-" + region), signal);
      lineups[signal.number()] = new Lineup(lanes[signal.number()]);
    }
    this.places = new Lanes(this::width);
    enrolled(clusters);
  }

  private Channel channel(Dependency dependency) {
    var outages = scenario.outages().stream().filter(o -> o.dependency() == dependency).toList();
    var server = new Server(outages, scenario.perSecond(), random.split());
    return new Channel(dependency, server, scenario.latency(), this, trace);
  }

  /** As if all had gone on like this for ever: everybody somewhere between two renewals. */
  private void enrolled(int clusters) {
    for (var cluster = 0; cluster < clusters; cluster++) {
      var fraction = fraction(2 * cluster);
      var issued = -(long) (random.nextDouble() * fraction * ttl);
      iamUntil[cluster] = issued + ttl / 2;
      for (var binding = 2 * cluster; binding < 2 * cluster + 2; binding++) {
        endsAt[binding] = issued + ttl;
        agenda.add(binding, renewAt(binding));
      }
    }
  }

  private double fraction(int binding) {
    return scenario.renewal().fraction(firstCluster + binding / 2, generation[binding]);
  }

  private long renewAt(int binding) {
    return endsAt[binding] - ttl + (long) (ttl * fraction(binding));
  }

  private Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  private int width(Lane lane) {
    var at = instant();
    return Math.min(iam.width(at), services[lane.signal().number()].width(at));
  }

  Trace play() {
    var end = scenario.length().toMillis();
    for (var tick = 0L; tick < end; tick += Agenda.STEP) {
      runUntil(tick);
      now = tick;
      if (tick % (Trace.SAMPLE_SECONDS * 1000L) == 0) {
        trace.sample(now, endsAt, ttl);
      }
      agenda.take(tick, this::due);
      claim();
      lookWhetherDrained();
    }
    for (var endedAt : endsAt) {
      if (endedAt < end) {
        trace.dark(endedAt, end);
      }
    }
    trace.compareWith(optimum);
    return trace;
  }

  private void runUntil(long tick) {
    for (var next = nextAt(); next <= tick; next = nextAt()) {
      now = next;
      iam.settle(now);
      services[0].settle(now);
      services[1].settle(now);
      while (deliveries.nextAt() == now) {
        var binding = deliveries.binding();
        deliveries.drop();
        delivered(binding);
      }
      if (hungry) {
        claim();
      }
    }
  }

  private long nextAt() {
    var services = Math.min(this.services[0].nextAt(), this.services[1].nextAt());
    return Math.min(deliveries.nextAt(), Math.min(iam.nextAt(), services));
  }

  private void due(int binding) {
    if (failedAt[binding] == null) {
      lineups[binding % 2].addAlive(binding, endsAt[binding]);
    } else {
      lineups[binding % 2].addRetry(binding, now);
    }
  }

  private void claim() {
    hungry = false;
    for (var lineup : lineups) {
      if (!lineup.isEmpty()) {
        lineup.take(places.take(lineup.backlog(now), UNDER_WAY - underWay, true), this::start);
      }
    }
  }

  private void start(int binding) {
    underWay++;
    places.places(lanes[binding % 2]).incrementAndGet();
    var cluster = binding / 2;
    if (now < iamUntil[cluster]) {
      askService(binding);
    } else if (asking.get(cluster)) {
      joined.set(cluster);
    } else {
      asking.set(cluster);
      iam.call(binding, now);
    }
  }

  private void askService(int binding) {
    services[binding % 2].call(binding, now);
  }

  @Override
  public boolean again(int binding, Dependency dependency) {
    return failedAt[binding] == dependency;
  }

  @Override
  public void answered(int binding, Dependency dependency) {
    lookWhetherSeen(dependency);
    if (dependency == Dependency.IAM) {
      iamUntil[binding / 2] = now + ttl / 2;
      askService(binding);
      if (endShared(binding / 2)) {
        askService(binding ^ 1);
      }
    } else {
      deliveries.add(now + DELIVERY_MILLIS, binding, 0);
    }
  }

  /** The cluster's call to IAM is over; whether its other signal waits for what came of it. */
  private boolean endShared(int cluster) {
    asking.clear(cluster);
    var shared = joined.get(cluster);
    joined.clear(cluster);
    return shared;
  }

  @Override
  public void failed(int binding, Fault fault) {
    tryAgain(binding, fault);
    if (fault.dependency() == Dependency.IAM && endShared(binding / 2)) {
      tryAgain(binding ^ 1, fault);
    }
  }

  private void tryAgain(int binding, Fault fault) {
    if (failedAt[binding] == null) {
      failing++;
    }
    failedAt[binding] = fault.dependency();
    var previous = Duration.ofMillis(waited[binding]);
    var ends = Instant.ofEpochMilli(endsAt[binding]);
    var wait = RetryPolicy.DEFAULT.next(fault, previous, ends, instant(), random).toMillis();
    waited[binding] = (int) wait;
    end(binding, now + wait);
  }

  @Override
  public void held(int binding, Dependency dependency, Held held) {
    var at = held.reason() == Reason.BUDGET ? held.until().toEpochMilli() : now + 1;
    end(binding, at);
    if (dependency == Dependency.IAM && endShared(binding / 2)) {
      end(binding ^ 1, at);
    }
  }

  private void delivered(int binding) {
    trace.renewed(endsAt[binding], now);
    if (failedAt[binding] != null) {
      failing--;
    }
    failedAt[binding] = null;
    waited[binding] = 0;
    generation[binding]++;
    endsAt[binding] = now - DELIVERY_MILLIS + ttl;
    end(binding, renewAt(binding));
  }

  /** The claim is over; the binding is due again then. */
  private void end(int binding, long nextAt) {
    agenda.add(binding, Math.max(nextAt, now + 1));
    underWay--;
    var lane = lanes[binding % 2];
    places.places(lane).decrementAndGet();
    hungry |= places.hungry(lane);
  }

  private void lookWhetherSeen(Dependency dependency) {
    if (dependency != scenario.watched()) {
      return;
    }
    if (!trace.seen() && scenario.whole().filter(o -> now >= o.end().toMillis()).isPresent()) {
      trace.seen(now);
      toBeSaved();
    }
    if (trace.seen()) {
      trace.made(now);
    }
  }

  private void lookWhetherDrained() {
    if (trace.seen()
        && !trace.drained()
        && failing == 0
        && lineups[0].isEmpty()
        && lineups[1].isEmpty()) {
      trace.drained(now);
    }
  }

  /**
   * What can still be saved, as jobs for the watched dependency: one at IAM serves both signals.
   */
  private void toBeSaved() {
    var iam = scenario.watched() == Dependency.IAM;
    for (var binding = 0; binding < endsAt.length; binding += iam ? 2 : 1) {
      var from = Math.max(now, renewAt(binding));
      var needed =
          iam
              ? iamUntil[binding / 2] <= from
              : Dependency.issuing(Signal.of(binding % 2)) == scenario.watched();
      if (needed && endsAt[binding] > now) {
        var together = iam && second(endsAt[binding]) == second(endsAt[binding + 1]);
        optimum.add(second(from), second(endsAt[binding]), together ? 2 : 1);
      }
    }
  }

  private static int second(long millis) {
    return Math.toIntExact(millis / 1000);
  }
}
