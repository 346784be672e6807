package dev.cartographer.metrics;

import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.Lane;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.Runway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how the fleet stands: bindings by state, what is due, and how long tokens still last.
 *
 * <p>What lasts is counted down at each scrape from the ends that the last roll-up found.
 */
public final class FleetGauges {
  private final Clock clock;
  private final List<Double> shares;
  private final List<Duration> soon;
  private final Gauge bindings;
  private final Gauge runway;
  private final Gauge dependencies;
  private final Gauge firstDark;
  private final Gauge ending;
  private final Gauge due;
  private final Gauge orphans;
  private final Counter drift;
  private final Gauge irrevocable;
  private final Map<Lane, Backlog> backlogs = new HashMap<>();

  /**
   * Gauges without rows.
   *
   * @param shares at which a runway's ends are taken, 0 being the minimum
   * @param soon the times within which tokens are counted that end
   */
  public FleetGauges(Exposition exposition, Clock clock, List<Double> shares, List<Duration> soon) {
    this.clock = clock;
    this.shares = shares;
    this.soon = soon;
    this.bindings =
        exposition.gauge(
            "cartographer_bindings", "Bindings by state.", "carrier", "region", "signal", "state");
    this.runway =
        exposition.quantiles(
            "cartographer_token_runway_seconds",
            "How long the tokens held now still last; quantile 0 is the first to end.",
            "carrier",
            "region",
            "signal",
            "quantile");
    this.dependencies =
        exposition.quantiles(
            "cartographer_dependency_runway_seconds",
            "If this dependency stays down: how long until this share is dark.",
            "carrier",
            "region",
            "dependency",
            "quantile");
    this.firstDark =
        exposition.gauge(
            "cartographer_first_dark_seconds",
            "How long until the first binding is dark that fails by no fault of its own cluster.",
            "carrier",
            "region",
            "signal");
    this.ending =
        exposition.gauge(
            "cartographer_tokens_ending",
            "Tokens of these bindings that end within so many seconds unless renewed.",
            "carrier",
            "region",
            "signal",
            "within");
    this.due =
        exposition.gauge(
            "cartographer_bindings_due",
            "Bindings that are due, by what they wait for, each counted up to 1,000.",
            "region",
            "signal",
            "waiting");
    this.orphans =
        exposition.gauge(
            "cartographer_orphan_tokens",
            "Tokens made in the hour before the last count and never delivered.");
    this.drift =
        exposition
            .counter(
                "cartographer_runway_drift_total",
                "Bindings that the ledger of ends had miscounted.")
            .begin();
    this.irrevocable =
        exposition.gauge(
            "cartographer_irrevocable_tokens",
            "Replaced tokens that could not be revoked and have not ended yet.");
    showOrphans(0);
    showIrrevocable(0);
  }

  /** Replaces the count of tokens that were made and never delivered. */
  public void showOrphans(long count) {
    orphans.replace(rows -> rows.add(count));
  }

  /** Replaces the count of replaced tokens that could not be revoked. */
  public void showIrrevocable(long count) {
    irrevocable.replace(rows -> rows.add(count));
  }

  /** Adds bindings that were found to be miscounted. */
  public void countDrift(long miscounted) {
    drift.add(miscounted);
  }

  /** Replaces what is due; a lane that is no longer among them has nothing due. */
  public void showDue(List<Backlog> now) {
    backlogs.replaceAll((lane, _) -> new Backlog(lane, 0, 0, 0, 0));
    now.forEach(backlog -> backlogs.put(backlog.lane(), backlog));
    due.replace(rows -> backlogs.values().forEach(backlog -> due(rows, backlog)));
  }

  private static void due(Gauge.Rows rows, Backlog backlog) {
    var region = backlog.lane().region().text();
    var signal = backlog.lane().signal().word();
    rows.add(backlog.fresh(), region, signal, "fresh");
    rows.add(backlog.retry(), region, signal, "retry");
    rows.add(backlog.dark(), region, signal, "dark");
    rows.add(backlog.alive(), region, signal, "alive");
  }

  /** Replaces all rows by those of a new roll-up. */
  public void show(List<Runway> runways, List<CarrierRunway> carriers) {
    bindings.replace(rows -> runways.forEach(r -> states(rows, r)));
    runway.replace(rows -> runways.forEach(r -> ends(rows, r)));
    firstDark.replace(rows -> runways.forEach(r -> firstDark(rows, r)));
    ending.replace(rows -> runways.forEach(r -> ending(rows, r)));
    dependencies.replace(rows ->
        carriers.stream().flatMap(c -> c.dependencies().stream()).forEach(d -> ends(rows, d)));
  }

  private static void states(Gauge.Rows rows, Runway runway) {
    for (var state : BindingState.values()) {
      rows.add(
          runway.states().getOrDefault(state, 0L),
          runway.carrier(),
          runway.region(),
          runway.signal(),
          state.word());
    }
  }

  private void ends(Gauge.Rows rows, Runway runway) {
    for (var i = 0; i < runway.ends().size(); i++) {
      rows.add(
          left(runway.ends().get(i)),
          runway.carrier(),
          runway.region(),
          runway.signal(),
          shares.get(i).toString());
    }
  }

  private void firstDark(Gauge.Rows rows, Runway runway) {
    var first = runway.firstDarkAt();
    if (first != null) {
      rows.add(left(first), runway.carrier(), runway.region(), runway.signal());
    }
  }

  private void ending(Gauge.Rows rows, Runway runway) {
    for (var i = 0; i < runway.endingSoon().size(); i++) {
      rows.add(
          runway.endingSoon().get(i),
          runway.carrier(),
          runway.region(),
          runway.signal(),
          Long.toString(soon.get(i).toSeconds()));
    }
  }

  private void ends(Gauge.Rows rows, DependencyRunway runway) {
    end(rows, runway, "0.0", runway.firstDarkAt());
    end(rows, runway, "0.1", runway.tenPercentDarkAt());
    end(rows, runway, "0.5", runway.halfDarkAt());
    end(rows, runway, "1.0", runway.allDarkAt());
  }

  private void end(Gauge.Rows rows, DependencyRunway runway, String share, @Nullable Instant end) {
    if (end != null) {
      rows.add(left(end), runway.carrier(), runway.region(), runway.dependency(), share);
    }
  }

  private DoubleSupplier left(Instant end) {
    return () -> Duration.between(clock.instant(), end).toMillis() / 1000.0;
  }
}
