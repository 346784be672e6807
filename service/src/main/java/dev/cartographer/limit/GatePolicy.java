package dev.cartographer.limit;

import java.time.Duration;

/**
 * How one gate behaves.
 *
 * @param initial calls under way at once to begin with, and again after an outage
 * @param most calls under way at once, ever
 * @param slow an answer later than this counts as a sign of too much to do
 * @param inARow once this many calls in a row have failed, the gate shuts: a share of the last
 *     calls would shut it for chance when a third fail, which the limit and the budget are there
 *     for
 * @param firstProbe how long after shutting the first probe goes out, and the shortest wait between
 *     two
 * @param lastProbe the longest wait between two probes
 */
public record GatePolicy(
    int initial, int most, Duration slow, int inARow, Duration firstProbe, Duration lastProbe) {

  /** For IAM, the logging service or the metrics service of one region. */
  public static final GatePolicy SERVICE =
      new GatePolicy(
          16, 256, Duration.ofSeconds(3), 10, Duration.ofSeconds(1), Duration.ofSeconds(15));

  /** For one cluster's API server. */
  public static final GatePolicy CLUSTER =
      new GatePolicy(
          4, 16, Duration.ofSeconds(3), 3, Duration.ofSeconds(5), Duration.ofSeconds(60));

  public GatePolicy {
    if (initial < 1 || most < initial || inARow < 1) {
      throw new IllegalArgumentException("a gate needs 1 <= initial <= most and 1 <= inARow");
    }
  }
}
