package dev.cartographer.metrics;

import dev.cartographer.view.BindingState;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.Runway;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shows how the fleet stands: bindings by state, and how long their tokens still last.
 *
 * <p>The runway is counted down at each scrape from the ends that the last roll-up found.
 */
public final class FleetGauges {
  private final Clock clock;
  private final List<Double> shares;
  private final MultiGauge bindings;
  private final MultiGauge runway;
  private final MultiGauge dependencies;
  private final Counter drift;
  private final AtomicLong orphans = new AtomicLong();
  private final AtomicLong irrevocable = new AtomicLong();

  /**
   * Gauges without rows.
   *
   * @param shares at which a runway's ends are taken, 0 being the minimum
   */
  public FleetGauges(MeterRegistry registry, Clock clock, List<Double> shares) {
    this.clock = clock;
    this.shares = shares;
    this.bindings =
        MultiGauge.builder("cartographer.bindings")
            .description("Bindings by state.")
            .register(registry);
    this.runway =
        MultiGauge.builder("cartographer.token.runway")
            .baseUnit("seconds")
            .description("How long the tokens held now still last; quantile 0 is the first to end.")
            .register(registry);
    this.dependencies =
        MultiGauge.builder("cartographer.dependency.runway")
            .baseUnit("seconds")
            .description("If this dependency stays down: how long until this share is dark.")
            .register(registry);
    this.drift =
        Counter.builder("cartographer.runway.drift")
            .description("Bindings that the ledger of ends had miscounted.")
            .register(registry);
    Gauge.builder("cartographer.irrevocable.tokens", irrevocable, AtomicLong::get)
        .description("Replaced tokens that could not be revoked and have not ended yet.")
        .register(registry);
    Gauge.builder("cartographer.orphan.tokens", orphans, AtomicLong::get)
        .description("Tokens made in the hour before the last count and never delivered.")
        .register(registry);
  }

  /** Replaces the count of tokens that were made and never delivered. */
  public void showOrphans(long count) {
    orphans.set(count);
  }

  /** Replaces the count of replaced tokens that could not be revoked. */
  public void showIrrevocable(long count) {
    irrevocable.set(count);
  }

  /** Adds bindings that were found to be miscounted. */
  public void countDrift(long miscounted) {
    drift.increment((double) miscounted);
  }

  /** Replaces all rows by those of a new roll-up. */
  public void show(List<Runway> runways, List<CarrierRunway> carriers) {
    bindings.register(runways.stream().flatMap(r -> states(r).stream()).toList(), true);
    runway.register(runways.stream().flatMap(r -> ends(r).stream()).toList(), true);
    dependencies.register(
        carriers.stream()
            .flatMap(c -> c.dependencies().stream())
            .flatMap(d -> ends(d).stream())
            .toList(),
        true);
  }

  private static List<Row<?>> states(Runway runway) {
    var rows = new ArrayList<Row<?>>();
    for (var state : BindingState.values()) {
      rows.add(
          Row.of(tags(runway).and("state", state.word()), runway.states().getOrDefault(state, 0L)));
    }
    return rows;
  }

  private List<Row<?>> ends(Runway runway) {
    var rows = new ArrayList<Row<?>>();
    for (var i = 0; i < runway.ends().size(); i++) {
      var end = runway.ends().get(i);
      rows.add(Row.of(tags(runway).and("quantile", shares.get(i).toString()), () -> left(end)));
    }
    return rows;
  }

  private List<Row<?>> ends(DependencyRunway runway) {
    var rows = new ArrayList<Row<?>>();
    end(rows, runway, "0.0", runway.firstDarkAt());
    end(rows, runway, "0.1", runway.tenPercentDarkAt());
    end(rows, runway, "0.5", runway.halfDarkAt());
    end(rows, runway, "1.0", runway.allDarkAt());
    return rows;
  }

  private void end(
      List<Row<?>> rows, DependencyRunway runway, String share, @Nullable Instant end) {
    if (end != null) {
      var tags =
          Tags.of(
              "carrier",
              runway.carrier(),
              "region",
              runway.region(),
              "dependency",
              runway.dependency(),
              "quantile",
              share);
      rows.add(Row.of(tags, () -> left(end)));
    }
  }

  private double left(Instant end) {
    return Duration.between(clock.instant(), end).toMillis() / 1000.0;
  }

  private static Tags tags(Runway runway) {
    return Tags.of(
        "carrier", runway.carrier(), "region", runway.region(), "signal", runway.signal());
  }
}
