package dev.cartographer.metrics;

import dev.cartographer.limit.GateView;
import dev.cartographer.limit.Gates.Place;
import java.util.Map;

/** Shows how this process's gates stand before each dependency. */
public final class GateGauges {
  private final Gauge state;
  private final Gauge limit;
  private final Gauge calls;

  public GateGauges(Exposition exposition) {
    this.state =
        exposition.gauge(
            "cartographer_dependency_state",
            "1 for the state that a dependency's gate is in, 0 for the others.",
            "region",
            "dependency",
            "state");
    this.limit =
        exposition.gauge(
            "cartographer_dependency_limit",
            "Calls that may be under way to a dependency at once, as learnt.",
            "region",
            "dependency");
    this.calls =
        exposition.gauge(
            "cartographer_dependency_calls",
            "Calls under way to a dependency.",
            "region",
            "dependency");
  }

  /** Replaces all rows. */
  public void show(Map<Place, GateView> gates) {
    state.replace(rows -> gates.forEach((place, view) -> states(rows, place, view)));
    limit.replace(rows -> gates.forEach((place, view) -> row(rows, place, view.limit())));
    calls.replace(rows -> gates.forEach((place, view) -> row(rows, place, view.inFlight())));
  }

  private static void states(Gauge.Rows rows, Place place, GateView view) {
    var shut = view.shutSince().isPresent();
    var quiet = !shut && view.quietUntil().isPresent();
    in(rows, place, "shut", shut);
    in(rows, place, "quiet", quiet);
    in(rows, place, "open", !shut && !quiet);
  }

  private static void in(Gauge.Rows rows, Place place, String state, boolean holds) {
    rows.add(holds ? 1 : 0, place.region().text(), place.dependency().word(), state);
  }

  private static void row(Gauge.Rows rows, Place place, int value) {
    rows.add(value, place.region().text(), place.dependency().word());
  }
}
