package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.token.RenewalPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Scenarios of tokens that live for an hour, which a test changes where it matters. */
final class Scenarios {
  static final Duration HOUR = Duration.ofHours(1);

  private Scenarios() {}

  static Scenario healthy(int clusters, Duration length) {
    return with(clusters, length, Map.of(), List.of());
  }

  static Scenario outage(int clusters, Duration length, PlannedOutage outage) {
    return with(clusters, length, Map.of(), List.of(outage));
  }

  static Scenario limited(int clusters, Duration length, double iamPerSecond) {
    return with(clusters, length, Map.of(Dependency.IAM, iamPerSecond), List.of());
  }

  static Scenario with(
      int clusters,
      Duration length,
      Map<Dependency, Double> perSecond,
      List<PlannedOutage> outages) {
    return new Scenario(
        clusters,
        1,
        length,
        HOUR,
        new RenewalPolicy(0.40, 0.70, Duration.ofHours(24)),
        perSecond,
        Duration.ofMillis(100),
        outages,
        1);
  }

  /** From two hours on. */
  static PlannedOutage down(Dependency dependency, Duration duration) {
    return new PlannedOutage(dependency, Duration.ofHours(2), duration, 1);
  }

  static PlannedOutage failing(Dependency dependency, Duration duration, double share) {
    return new PlannedOutage(dependency, Duration.ofHours(2), duration, share);
  }

  static Report played(Scenario scenario) {
    try {
      return Rehearsal.of(scenario, _ -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
