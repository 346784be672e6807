package dev.cartographer.limit;

import static java.util.stream.Collectors.toMap;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The gates of one process: one for each dependency of each region, so none waits for another's.
 */
public final class Gates {
  private final Map<Place, Guard> guards = new ConcurrentHashMap<>();
  private final Clock clock;
  private final BiConsumer<Place, GateView> changes;

  /** Where a gate stands. */
  public record Place(Name region, Dependency dependency) {}

  /**
   * No gates yet; each is made when first asked for.
   *
   * @param changes is told whenever a gate has shut or opened; must not block
   */
  public Gates(Clock clock, BiConsumer<Place, GateView> changes) {
    this.clock = clock;
    this.changes = changes;
  }

  /** The gate before a region's IAM, logging or metrics service. */
  public Guard of(Name region, Dependency dependency) {
    return guards.computeIfAbsent(new Place(region, dependency), this::guard);
  }

  private Guard guard(Place place) {
    return new Guard(
        place.dependency, GatePolicy.SERVICE, clock, view -> changes.accept(place, view));
  }

  /** How every gate stands that was ever asked for. */
  public Map<Place, GateView> views() {
    return guards.entrySet().stream().collect(toMap(Map.Entry::getKey, g -> g.getValue().view()));
  }
}
