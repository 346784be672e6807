package dev.cartographer.metrics;

import dev.cartographer.view.BindingState;
import dev.cartographer.view.Runway;
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
  private final AtomicLong orphans = new AtomicLong();

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
    Gauge.builder("cartographer.orphan.tokens", orphans, AtomicLong::get)
        .description("Tokens made in the hour before the last count and never delivered.")
        .register(registry);
  }

  /** Replaces the count of tokens that were made and never delivered. */
  public void showOrphans(long count) {
    orphans.set(count);
  }

  /** Replaces all rows by those of a new roll-up. */
  public void show(List<Runway> runways) {
    bindings.register(runways.stream().flatMap(r -> states(r).stream()).toList(), true);
    runway.register(runways.stream().flatMap(r -> ends(r).stream()).toList(), true);
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

  private double left(Instant end) {
    return Duration.between(clock.instant(), end).toMillis() / 1000.0;
  }

  private static Tags tags(Runway runway) {
    return Tags.of(
        "carrier", runway.carrier(), "region", runway.region(), "signal", runway.signal());
  }
}
