package dev.cartographer.limit;

import java.time.Duration;

/**
 * How one gate behaves.
 *
 * @param initial calls under way at once to begin with, and again after an outage
 * @param most calls under way at once, ever
 * @param slow an answer later than this counts as a sign of too much to do
 * @param window how many of the last calls are remembered, at most 64
 * @param tolerated once this many of them failed, the gate shuts
 * @param firstProbe how long after shutting the first probe goes out; each failed one doubles it
 * @param lastProbe the longest wait between two probes
 */
public record GatePolicy(
    int initial,
    int most,
    Duration slow,
    int window,
    int tolerated,
    Duration firstProbe,
    Duration lastProbe) {

  /** For IAM, the logging service or the metrics service of one region. */
  public static final GatePolicy SERVICE =
      new GatePolicy(
          16, 256, Duration.ofSeconds(3), 20, 10, Duration.ofSeconds(1), Duration.ofSeconds(15));

  /** For one cluster's API server. */
  public static final GatePolicy CLUSTER =
      new GatePolicy(
          4, 16, Duration.ofSeconds(3), 4, 3, Duration.ofSeconds(5), Duration.ofSeconds(60));

  public GatePolicy {
    if (initial < 1 || most < initial || window < 1 || window > 64 || tolerated > window) {
      throw new IllegalArgumentException(
          "a gate needs 1 <= initial <= most and tolerated <= window <= 64");
    }
  }
}
