package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.rotation.RetryPolicy;
import dev.cartographer.token.RenewalPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the product's database would know of each binding of a region. Binding {@code 2n} is cluster
 * {@code n}'s for logs, {@code 2n + 1} that for metrics.
 */
final class Bindings {
  private final long ttl;
  private final RenewalPolicy renewal;
  private final long firstCluster;
  private final SplittableRandom random;
  private final long[] endsAt;
  private final int[] generation;
  private final int[] backoff;
  private final long[] startedAt;
  private final @Nullable Dependency[] failedAt;
  private int failing;

  Bindings(Scenario scenario, int region, SplittableRandom random) {
    var count = 2 * scenario.clustersOf(region);
    this.ttl = scenario.ttl().toMillis();
    this.renewal = scenario.renewal();
    this.firstCluster = (long) region * (scenario.clusters() / scenario.regions() + 1);
    this.random = random;
    this.endsAt = new long[count];
    this.generation = new int[count];
    this.backoff = new int[count];
    this.startedAt = new long[count];
    this.failedAt = new @Nullable Dependency[count];
  }

  int count() {
    return endsAt.length;
  }

  /** When the token that it holds ends. */
  long endsAt(int binding) {
    return endsAt[binding];
  }

  long renewAt(int binding) {
    return endsAt[binding] - ttl + kept(binding);
  }

  /** How long its token is kept before it is renewed. */
  private long kept(int binding) {
    return (long) (ttl * renewal.fraction(firstCluster + binding / 2, generation[binding]));
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
    endsAt[2 * cluster] = issuedAt + ttl;
    endsAt[2 * cluster + 1] = issuedAt + ttl;
    return issuedAt;
  }

  /** It was claimed. */
  void started(int binding, long now) {
    startedAt[binding] = now;
  }

  /** When it was claimed last. */
  long startedAt(int binding) {
    return startedAt[binding];
  }

  void renewed(int binding, long issuedAt) {
    if (isFailing(binding)) {
      failing--;
    }
    failedAt[binding] = null;
    backoff[binding] = 0;
    generation[binding]++;
    endsAt[binding] = issuedAt + ttl;
  }

  /** Notes a failure; how long to wait before the next try. */
  long failed(int binding, Fault fault, Instant now) {
    if (!isFailing(binding)) {
      failing++;
    }
    failedAt[binding] = fault.kind() == FaultKind.HTTP_429 ? null : fault.dependency();
    var previous = Duration.ofMillis(backoff[binding]);
    var ends = Instant.ofEpochMilli(endsAt[binding]);
    var wait = RetryPolicy.DEFAULT.next(fault, previous, ends, now, random).toMillis();
    backoff[binding] = Math.toIntExact(wait);
    return wait;
  }

  /** Whether its last try came to nothing. */
  boolean isFailing(int binding) {
    return backoff[binding] > 0;
  }

  /** Whether another try at that dependency would be a second one. */
  boolean again(int binding, Dependency dependency) {
    return failedAt[binding] == dependency;
  }

  /** Whether any is failing. */
  boolean anyFailing() {
    return failing > 0;
  }
}
