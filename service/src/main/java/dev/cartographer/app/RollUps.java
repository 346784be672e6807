package dev.cartographer.app;

import dev.cartographer.limit.Gates;
import dev.cartographer.metrics.Exposition;
import dev.cartographer.metrics.FleetGauges;
import dev.cartographer.metrics.FleetMeters;
import dev.cartographer.metrics.GateGauges;
import dev.cartographer.store.RunwayCheck;
import dev.cartographer.store.RunwayFold;
import dev.cartographer.store.RunwayReader;
import dev.cartographer.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Looks again and again at how the fleet stands, and shows it. */
final class RollUps {
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_CHECKS = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  private final Store store;
  private final Gates gates;
  private final FleetMeters meters;
  private final Predicate<String> probed;
  private final Duration retention;
  private final Consumer<Instant> forget;
  private final Clock clock;
  private final FleetGauges fleet;
  private final GateGauges atGates;

  /**
   * Shows nothing yet.
   *
   * @param probed whether a region has synthetic exchanges
   * @param retention how long the audit trail is kept
   * @param forget lets others forget what is old by now
   */
  RollUps(
      Store store,
      Gates gates,
      FleetMeters meters,
      Exposition exposition,
      Predicate<String> probed,
      Duration retention,
      Consumer<Instant> forget,
      Clock clock) {
    this.store = store;
    this.gates = gates;
    this.meters = meters;
    this.probed = probed;
    this.retention = retention;
    this.forget = forget;
    this.clock = clock;
    this.fleet = new FleetGauges(exposition, clock, RunwayReader.SHARES, RunwayReader.SOON);
    this.atGates = new GateGauges(exposition);
  }

  /** Begins at once. */
  List<Ticker> start() {
    var check = new RunwayCheck(store.database(), HOUR);
    return List.of(
        Ticker.start("roll up", OFTEN, rollUp()),
        Ticker.start("gates", OFTEN, () -> atGates.show(gates.views())),
        Ticker.start(
            "runway check", LOOK_FOR_CHECKS, () -> fleet.countDrift(check.check(clock.instant()))),
        Ticker.start("trail", HOUR, this::keepTrail));
  }

  private Runnable rollUp() {
    var reader = store.runways();
    var queue = store.queue();
    var fold = new RunwayFold(store.database());
    return () -> {
      fold.fold();
      var reading = reader.fleet(clock.instant());
      reading
          .carriers()
          .forEach(c -> meters.introduce(c.carrier(), c.region(), probed.test(c.region())));
      fleet.show(reading.signals(), reading.carriers());
      fleet.showIrrevocable(store.irrevocable().count(clock.instant()));
      fleet.showDue(queue.backlogs(clock.instant()));
    };
  }

  /** Counts the orphans of the hour before, leaving out what may still be under way. */
  private void keepTrail() {
    var now = clock.instant();
    store.audit().forget(now, retention);
    forget.accept(now);
    fleet.showOrphans(store.audit().orphans(now.minus(HOUR), now.minus(UNDER_WAY)));
  }
}
