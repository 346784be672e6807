package dev.cartographer.verdict;

import dev.cartographer.fault.Dependency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Everything a verdict is made from.
 *
 * @param firing the dependencies whose alerts fire
 * @param findings what is known of IAM, logging and metrics
 * @param control the way from the carrier to the world, apart from any dependency
 * @param circumstances what of the incident itself matters
 */
public record Case(
    Set<Dependency> firing,
    Map<Dependency, Findings> findings,
    Control control,
    Set<Circumstance> circumstances) {

  /** Whether an independent target, the clock and the names of a carrier are as they should be. */
  public enum Control {
    OK,
    BAD,
    UNKNOWN
  }

  /** What of an incident matters beside the findings. */
  public enum Circumstance {
    /** The alert has no carrier, or is none of ours. */
    UNUSABLE_ALERT,
    /** Silenced in Alertmanager, muted by a person, or the carrier's own maintenance. */
    MUTED,
    /** It came back more than three times in an hour. */
    FLAPPING,
    /** An alert says that Cartographer makes no exchanges, or is gone. */
    DEADLOCK,
    /** Prometheus could not be asked. */
    MONITORING_IMPAIRED,
    /** Logging and metrics began to fail within two minutes of each other. */
    SAME_ONSET,
    /** Logging failed before IAM did, so not since IAM did. */
    LOGGING_BEFORE_IAM,
    /** Metrics failed before IAM did. */
    METRICS_BEFORE_IAM
  }

  public Case {
    firing = firing.isEmpty() ? Set.of() : EnumSet.copyOf(firing);
    circumstances = circumstances.isEmpty() ? Set.of() : EnumSet.copyOf(circumstances);
    var all = new EnumMap<Dependency, Findings>(Dependency.class);
    all.putAll(findings);
    findings = all;
  }

  Findings of(Dependency dependency) {
    return findings.getOrDefault(dependency, Findings.NONE);
  }

  boolean is(Circumstance circumstance) {
    return circumstances.contains(circumstance);
  }
}
