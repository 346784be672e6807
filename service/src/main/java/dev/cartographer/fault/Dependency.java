package dev.cartographer.fault;

import dev.cartographer.fleet.Signal;
import java.util.Locale;

/** Who a fault can be laid to. */
public enum Dependency {
  IAM,
  LOGGING,
  METRICS,
  /** The customer's cluster: its identity, its API server, its directory. */
  CLUSTER,
  /** Ourselves: configuration, database, a bug. */
  CARTOGRAPHER;

  /** The service that issues the tokens of a signal. */
  public static Dependency issuing(Signal signal) {
    return switch (signal) {
      case LOGS -> LOGGING;
      case METRICS -> METRICS;
    };
  }

  /** The word in labels, columns and API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
