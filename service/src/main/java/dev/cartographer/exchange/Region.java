package dev.cartographer.exchange;

import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;

/** One region's IAM and the two services whose tokens its clusters need. */
public record Region(Name name, IamStep iam, ServiceStep logging, ServiceStep metrics) {

  /** The step that issues the tokens of a signal. */
  public ServiceStep issuing(Signal signal) {
    return switch (signal) {
      case LOGS -> logging;
      case METRICS -> metrics;
    };
  }
}
