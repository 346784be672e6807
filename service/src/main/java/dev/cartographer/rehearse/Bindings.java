package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.rotation.RetryPolicy;
import dev.cartographer.token.RenewalPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * What the product's database would know of each binding of a region. Binding {@code 2n} is cluster
 * {@code n}'s for logs, {@code 2n + 1} that for metrics.
 *
 * <p>All of a cluster's state lies together, since the time a play takes is the time that memory
 * takes.
 */
final class Bindings {
  private static final int FIELDS = 4;
  private static final int ENDS_AT = 0;
  private static final int STARTED_AT = 1;
  private static final int GENERATION = 2;

  /** The wait before the last try in ms, and where the try before it failed. */
  private static final int FAILURE = 3;

  private static final int BACKOFF_SHIFT = 8;
  private static final int NOWHERE = 0xFF;

  private final long ttl;
  private final RenewalPolicy renewal;
  private final long firstCluster;
  private final SplittableRandom random;
  private final long[] state;
  private int failing;

  Bindings(Scenario scenario, int region, SplittableRandom random) {
    this.ttl = scenario.ttl().toMillis();
    this.renewal = scenario.renewal();
    this.firstCluster = (long) region * (scenario.clusters() / scenario.regions() + 1);
    this.random = random;
    this.state = new long[2 * scenario.clustersOf(region) * FIELDS];
  }

  int count() {
    return state.length / FIELDS;
  }

  /** When the token that it holds ends. */
  long endsAt(int binding) {
    return state[binding * FIELDS + ENDS_AT];
  }

  long renewAt(int binding) {
    return endsAt(binding) - ttl + kept(binding);
  }

  /** How long its token is kept before it is renewed. */
  private long kept(int binding) {
    var generation = state[binding * FIELDS + GENERATION];
    return (long) (ttl * renewal.fraction(firstCluster + binding / 2, generation));
  }

  /**
   * Gives both signals of a cluster tokens that were issued some time ago, as if all had gone on
   * like this for ever.
   *
   * @param age as a part of the time for which they are kept
   * @return when they were issued
   */
  long begin(int cluster, double age) {
    var issuedAt = -(long) (age * kept(2 * cluster));
    state[2 * cluster * FIELDS + ENDS_AT] = issuedAt + ttl;
    state[(2 * cluster + 1) * FIELDS + ENDS_AT] = issuedAt + ttl;
    return issuedAt;
  }

  /** It was claimed. */
  void started(int binding, long now) {
    state[binding * FIELDS + STARTED_AT] = now;
  }

  /** When it was claimed last. */
  long startedAt(int binding) {
    return state[binding * FIELDS + STARTED_AT];
  }

  void renewed(int binding, long issuedAt) {
    if (isFailing(binding)) {
      failing--;
    }
    var at = binding * FIELDS;
    state[at + FAILURE] = 0;
    state[at + GENERATION]++;
    state[at + ENDS_AT] = issuedAt + ttl;
  }

  /** Notes a failure; how long to wait before the next try. */
  long failed(int binding, Fault fault, Instant now) {
    if (!isFailing(binding)) {
      failing++;
    }
    var previous = Duration.ofMillis(state[binding * FIELDS + FAILURE] >> BACKOFF_SHIFT);
    var ends = Instant.ofEpochMilli(endsAt(binding));
    var wait = RetryPolicy.DEFAULT.next(fault, previous, ends, now, random).toMillis();
    var where = fault.kind() == FaultKind.HTTP_429 ? NOWHERE : number(fault.dependency());
    state[binding * FIELDS + FAILURE] = (wait << BACKOFF_SHIFT) | where;
    return wait;
  }

  /** Whether its last try came to nothing. */
  boolean isFailing(int binding) {
    return state[binding * FIELDS + FAILURE] != 0;
  }

  /** Whether another try at that dependency would be a second one. */
  boolean again(int binding, Dependency dependency) {
    return isFailing(binding)
        && (state[binding * FIELDS + FAILURE] & NOWHERE) == number(dependency);
  }

  private static int number(Dependency dependency) {
    return switch (dependency) {
      case IAM -> 1;
      case LOGGING -> 2;
      case METRICS -> 3;
      case CLUSTER -> 4;
      case CARTOGRAPHER -> 5;
    };
  }

  /** Whether any is failing. */
  boolean anyFailing() {
    return failing > 0;
  }
}
