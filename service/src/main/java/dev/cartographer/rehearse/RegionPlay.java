package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Admission.Reason;
import dev.cartographer.rotation.Lane;
import dev.cartographer.rotation.Lanes;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One region from beginning to end: what the product's loop, rotation and exchange do with what is
 * due, as steps between calls that come back. One process serves it.
 */
final class RegionPlay implements Channel.Callers {
  private static final int DELIVERY = 50;
  private static final int UNDER_WAY = 4096;
  private static final long MINUTE = 60_000;
  private static final long SEED = 1_000_003;

  private final Scenario scenario;
  private final SplittableRandom random;
  private final PlayClock clock = new PlayClock();
  private final Bindings bindings;
  private final IamTokens iamTokens;
  private final Agenda agenda;
  private final Channel iam;
  private final Channel[] services = new Channel[2];
  private final Lane[] lanes = new Lane[2];
  private final Lineup[] lineups = new Lineup[2];
  private final Lanes widths;
  private final AtomicInteger[] places = new AtomicInteger[2];
  private final Flights deliveries = new Flights();
  private final Trace trace;
  private final Aftermath aftermath;
  private int underWay;
  private int rounds;
  private boolean hungry;

  RegionPlay(Scenario scenario, int region) {
    this.scenario = scenario;
    this.random = new SplittableRandom(scenario.seed() * SEED + region);
    this.bindings = new Bindings(scenario, region, random);
    this.iamTokens = new IamTokens(scenario.clustersOf(region), scenario.ttl().toMillis());
    this.agenda = new Agenda(bindings.count(), scenario.length().toMillis());
    this.iam = channel(Dependency.IAM);
    for (var signal : Signal.values()) {
      services[signal.number()] = channel(Dependency.issuing(signal));
      lanes[signal.number()] = new Lane(new Name("region-" + region), signal);
      lineups[signal.number()] = new Lineup(lanes[signal.number()]);
    }
    this.widths =
        new Lanes(
            lane -> Math.min(iam.width(), service(lane).width()),
            lane -> Math.min(iam.secondTries(), service(lane).secondTries()));
    places[0] = widths.places(lanes[0]);
    places[1] = widths.places(lanes[1]);
    this.trace = new Trace(scenario);
    this.aftermath = new Aftermath(scenario, toDeliver(), bindings, iamTokens);
  }

  private Channel channel(Dependency dependency) {
    var outages = scenario.outages().stream().filter(o -> o.dependency() == dependency).toList();
    var perSecond = scenario.perSecond().getOrDefault(dependency, 0.0);
    var server = new Server(outages, perSecond, random.split());
    return new Channel(dependency, server, scenario.latency(), clock, this);
  }

  private Channel service(Lane lane) {
    return services[lane.signal().number()];
  }

  private long toDeliver() {
    var afterIam = scenario.watched() == Dependency.IAM ? scenario.latency().toMillis() : 0;
    return afterIam + DELIVERY;
  }

  /**
   * Plays it to the end.
   *
   * @param minute is run after each minute of the play
   */
  Played play(Runnable minute) {
    begin();
    var end = scenario.length().toMillis();
    for (var tick = 0L; tick < end; tick += Agenda.STEP) {
      runUntil(tick);
      clock.jumpTo(tick);
      sample(tick);
      agenda.take(tick, this::due);
      claim();
      aftermath.look(tick, anybodyWaits());
      if (tick % MINUTE == 0) {
        minute.run();
      }
    }
    for (var binding = 0; binding < bindings.count(); binding++) {
      if (bindings.endsAt(binding) < end) {
        trace.dark(bindings.endsAt(binding), end);
        aftermath.replaced(binding, bindings.endsAt(binding), end);
      }
    }
    return new Played(
        trace,
        aftermath.seenAt(),
        aftermath.drainedAt(),
        aftermath.avoidable(),
        aftermath.beyondOptimum());
  }

  private void begin() {
    for (var cluster = 0; 2 * cluster < bindings.count(); cluster++) {
      iamTokens.issued(cluster, bindings.begin(cluster, random.nextDouble()));
      agenda.add(2 * cluster, bindings.renewAt(2 * cluster));
      agenda.add(2 * cluster + 1, bindings.renewAt(2 * cluster + 1));
    }
  }

  private void sample(long tick) {
    var step = scenario.secondsOfStep() * 1000L;
    if (tick % step == 0) {
      trace.sample((int) (tick / step), tick, bindings, scenario.ttl().toMillis());
    }
  }

  private boolean anybodyWaits() {
    return bindings.anyFailing() || !lineups[0].isEmpty() || !lineups[1].isEmpty();
  }

  private void runUntil(long tick) {
    for (var next = nextAt(); next <= tick; next = nextAt()) {
      clock.jumpTo(next);
      iam.settle();
      services[0].settle();
      services[1].settle();
      while (deliveries.nextAt() == next) {
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
    var service = Math.min(services[0].nextAt(), services[1].nextAt());
    return Math.min(deliveries.nextAt(), Math.min(iam.nextAt(), service));
  }

  private void due(int binding) {
    if (bindings.isFailing(binding)) {
      lineups[binding % 2].addRetry(binding, clock.millis());
    } else {
      lineups[binding % 2].addAlive(binding, bindings.endsAt(binding));
    }
  }

  /** Not always the same lane first, as in the product. */
  private void claim() {
    hungry = false;
    var first = rounds++ % 2;
    claim(lineups[first]);
    claim(lineups[1 - first]);
  }

  private void claim(Lineup lineup) {
    if (!lineup.isEmpty()) {
      var backlog = lineup.backlog(clock.millis());
      var take = widths.take(backlog, UNDER_WAY - underWay, true);
      lineup.take(take, clock.millis(), this::start);
    }
  }

  private void start(int binding) {
    underWay++;
    bindings.started(binding, clock.millis());
    places[binding % 2].incrementAndGet();
    if (iamTokens.serve(binding / 2, clock.millis())) {
      services[binding % 2].call(binding);
    } else if (iamTokens.ask(binding / 2)) {
      iam.call(binding);
    }
  }

  @Override
  public boolean again(int binding, Dependency dependency) {
    return bindings.again(binding, dependency);
  }

  @Override
  public void asked(Dependency dependency) {
    trace.asked(dependency, clock.millis());
  }

  @Override
  public void answered(int binding, Dependency dependency) {
    if (dependency == scenario.watched()) {
      aftermath.answered(binding, clock.millis());
    }
    if (dependency != Dependency.IAM) {
      deliveries.add(clock.millis() + DELIVERY, binding, 0);
      return;
    }
    iamTokens.issued(binding / 2, clock.millis() - scenario.latency().toMillis());
    services[binding % 2].call(binding);
    if (iamTokens.end(binding / 2)) {
      services[1 - binding % 2].call(binding ^ 1);
    }
  }

  @Override
  public void failed(int binding, Fault fault) {
    end(binding, clock.millis() + bindings.failed(binding, fault, clock.instant()));
    if (fault.dependency() == Dependency.IAM && iamTokens.end(binding / 2)) {
      end(binding ^ 1, clock.millis() + bindings.failed(binding ^ 1, fault, clock.instant()));
    }
  }

  @Override
  public void held(int binding, Dependency dependency, Held held) {
    var at = held.reason() == Reason.BUDGET ? held.until().toEpochMilli() : clock.millis();
    end(binding, at);
    if (dependency == Dependency.IAM && iamTokens.end(binding / 2)) {
      end(binding ^ 1, at);
    }
  }

  private void delivered(int binding) {
    var endsAt = bindings.endsAt(binding);
    var took = clock.millis() - bindings.startedAt(binding);
    widths.delivered(lanes[binding % 2], Duration.ofMillis(took));
    trace.renewed(endsAt, clock.millis());
    aftermath.replaced(binding, endsAt, clock.millis());
    bindings.renewed(binding, clock.millis() - DELIVERY - scenario.latency().toMillis());
    end(binding, bindings.renewAt(binding));
  }

  /** The claim is over; the binding is due again then, and this step is over already. */
  private void end(int binding, long nextAt) {
    agenda.add(binding, Math.max(nextAt, clock.millis() + 1));
    underWay--;
    places[binding % 2].decrementAndGet();
    hungry |= widths.hungry(lanes[binding % 2]);
  }
}
