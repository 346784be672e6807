package dev.cartographer.metrics;

import dev.cartographer.limit.GateView;
import dev.cartographer.limit.Gates.Place;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Shows how this process's gates stand before each dependency. */
public final class GateGauges {
  private final MultiGauge state;
  private final MultiGauge limit;
  private final MultiGauge calls;

  public GateGauges(MeterRegistry registry) {
    this.state =
        MultiGauge.builder("cartographer.dependency.state")
            .description("1 for the state that a dependency's gate is in, 0 for the others.")
            .register(registry);
    this.limit =
        MultiGauge.builder("cartographer.dependency.limit")
            .description("Calls that may be under way to a dependency at once, as learnt.")
            .register(registry);
    this.calls =
        MultiGauge.builder("cartographer.dependency.calls")
            .description("Calls under way to a dependency.")
            .register(registry);
  }

  /** Replaces all rows. */
  public void show(Map<Place, GateView> gates) {
    state.register(gates.entrySet().stream().flatMap(g -> states(g).stream()).toList(), true);
    limit.register(
        gates.entrySet().stream().<Row<?>>map(g -> row(g, g.getValue().limit())).toList(), true);
    calls.register(
        gates.entrySet().stream().<Row<?>>map(g -> row(g, g.getValue().inFlight())).toList(), true);
  }

  private static List<Row<?>> states(Map.Entry<Place, GateView> gate) {
    Predicate<GateView> shut = v -> v.shutSince().isPresent();
    Predicate<GateView> quiet = v -> v.quietUntil().isPresent();
    return List.of(
        in(gate, "shut", shut),
        in(gate, "quiet", shut.negate().and(quiet)),
        in(gate, "open", shut.negate().and(quiet.negate())));
  }

  private static Row<?> in(
      Map.Entry<Place, GateView> gate, String state, Predicate<GateView> holds) {
    return Row.of(tags(gate.getKey()).and("state", state), holds.test(gate.getValue()) ? 1 : 0);
  }

  private static Row<?> row(Map.Entry<Place, GateView> gate, int value) {
    return Row.of(tags(gate.getKey()), value);
  }

  private static Tags tags(Place place) {
    return Tags.of("region", place.region().text(), "dependency", place.dependency().word());
  }
}
