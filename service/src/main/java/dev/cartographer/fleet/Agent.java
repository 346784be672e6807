package dev.cartographer.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A program that ships a cluster's logs or metrics, and for which there is a configuration. */
public enum Agent {
  FLUENTD,
  FLUENT_BIT,
  OTEL_COLLECTOR,
  PROMETHEUS,
  VMAGENT,
  ALLOY;

  /** Whether it is configured for this signal. */
  public boolean ships(Signal signal) {
    return switch (this) {
      case FLUENTD, FLUENT_BIT -> signal == Signal.LOGS;
      case OTEL_COLLECTOR -> true;
      case PROMETHEUS, VMAGENT, ALLOY -> signal == Signal.METRICS;
    };
  }

  /** The word in fleet files, columns and resource names, such as {@code fluent-bit}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Those for a signal, in the order of the documentation. */
  public static List<Agent> of(Signal signal) {
    return Arrays.stream(values()).filter(agent -> agent.ships(signal)).toList();
  }

  /**
   * The inverse of {@link #word()}, for one signal.
   *
   * @throws IllegalArgumentException when there is none; whoever wrote it is at fault
   */
  public static Agent of(Signal signal, String word) {
    var known = of(signal);
    return known.stream()
        .filter(agent -> agent.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(refusal(signal, word, known)));
  }

  private static String refusal(Signal signal, String word, List<Agent> known) {
    var words = known.stream().map(Agent::word).toList();
    var meant = Nearest.to(word, words).map(w -> "; did you mean \"" + w + "\"?");
    return "an agent for "
        + signal.word()
        + " is one of "
        + String.join(", ", words)
        + meant.orElse("");
  }
}
