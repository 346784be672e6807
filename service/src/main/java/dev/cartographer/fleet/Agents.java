package dev.cartographer.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The agents of one cluster that Cartographer configures; none where somebody else does.
 *
 * @param labels what each line and sample is told to be, beside its cluster and tenant
 */
public record Agents(
    Optional<Agent> logs, Optional<Agent> metrics, SortedMap<LabelName, LabelText> labels) {
  private static final int MOST_LABELS = 16;

  /** The configuration of agents is somebody else's. */
  public static final Agents NONE = new Agents(Optional.empty(), Optional.empty(), Map.of());

  /**
   * Checks that each agent ships what it is named for, and that there are at most 16 labels.
   *
   * @throws IllegalArgumentException when it can't; whoever wrote it is at fault
   */
  public Agents {
    if (logs.filter(agent -> !agent.ships(Signal.LOGS)).isPresent()
        || metrics.filter(agent -> !agent.ships(Signal.METRICS)).isPresent()) {
      throw new IllegalArgumentException("an agent can't ship what it was named for");
    }
    if (labels.size() > MOST_LABELS) {
      throw new IllegalArgumentException("an agent takes at most " + MOST_LABELS + " labels");
    }
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  public Agents(Optional<Agent> logs, Optional<Agent> metrics, Map<LabelName, LabelText> labels) {
    this(logs, metrics, new TreeMap<>(labels));
  }

  public Optional<Agent> of(Signal signal) {
    return switch (signal) {
      case LOGS -> logs;
      case METRICS -> metrics;
    };
  }

  public boolean isNone() {
    return equals(NONE);
  }
}
