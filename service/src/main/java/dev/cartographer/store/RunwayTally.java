package dev.cartographer.store;

import dev.cartographer.view.BindingState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Some steps of a runway added up, as they stand at one instant. Pure. */
final class RunwayTally {
  private final Map<BindingState, Long> states = new EnumMap<>(BindingState.class);
  private final TreeMap<Instant, Long> living = new TreeMap<>();
  private final TreeMap<Instant, Long> savable = new TreeMap<>();
  private long held;

  private RunwayTally() {
    for (var state : BindingState.values()) {
      states.put(state, 0L);
    }
  }

  static RunwayTally of(List<RunwayStep> steps, Instant now) {
    var tally = new RunwayTally();
    steps.forEach(step -> tally.add(step, now));
    return tally;
  }

  private void add(RunwayStep step, Instant now) {
    step.end()
        .filter(_ -> !step.over(now))
        .ifPresent(end -> {
          living.merge(end, step.bindings(), Long::sum);
          held += step.bindings();
        });
    step.end()
        .filter(_ -> step.standing() != Standing.FAILING_BY_ITSELF)
        .ifPresent(end -> savable.merge(end, step.bindings(), Long::sum));
    states.merge(state(step, now), step.bindings(), Long::sum);
  }

  private static BindingState state(RunwayStep step, Instant now) {
    if (step.over(now)) {
      return BindingState.EXPIRED;
    }
    return switch (step.standing()) {
      case PENDING -> BindingState.PENDING;
      case WELL -> BindingState.VALID;
      case FAILING, FAILING_BY_ITSELF -> BindingState.FAILING;
    };
  }

  /** How many bindings are in each state; every state is there. */
  Map<BindingState, Long> states() {
    return states;
  }

  long count(BindingState state) {
    return states.getOrDefault(state, 0L);
  }

  long bindings() {
    return states.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * When the first binding goes dark that no fault of its own cluster keeps from being renewed, or
   * went; empty when none of these holds a token.
   */
  Optional<Instant> firstDark() {
    return savable.isEmpty() ? Optional.empty() : Optional.of(savable.firstKey());
  }

  /** How many of these tokens last now and will have begun to end by then. */
  long endingBy(Instant then) {
    return savable.headMap(then, true).entrySet().stream()
        .filter(step -> living.containsKey(step.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * When at least this share of the tokens that last now will have ended, if none is renewed; with
   * a share of 0 when the first ends. Empty when none lasts.
   */
  Optional<Instant> darkAt(double share) {
    var wanted = Math.max(1, (long) Math.ceil(share * held));
    var ended = 0L;
    for (var step : living.entrySet()) {
      ended += step.getValue();
      if (ended >= wanted) {
        return Optional.of(step.getKey());
      }
    }
    return Optional.empty();
  }
}
