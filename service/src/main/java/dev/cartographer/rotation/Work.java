package dev.cartographer.rotation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A claim under way, and whether it takes up a place in its lane.
 *
 * <p>It gives its place up while its cluster keeps it waiting: a cluster that hangs must not slow
 * the others of its lane (a bulkhead; M. Nygard, "Release It!", 2007).
 */
final class Work implements Whereabouts {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Claim claim;
  private final AtomicInteger places;
  private final Clock clock;
  private @Nullable Instant atClusterSince;
  private boolean placed = true;

  /** Takes a place in a lane of which {@code places} are taken. */
  Work(Claim claim, AtomicInteger places, Clock clock) {
    this.claim = claim;
    this.places = places;
    this.clock = clock;
    places.incrementAndGet();
  }

  Claim claim() {
    return claim;
  }

  @Override
  public <T> T atCluster(Supplier<T> visit) {
    synchronized (this) {
      atClusterSince = clock.instant();
    }
    try {
      return visit.get();
    } finally {
      back();
    }
  }

  /** Works on, whether or not there is a place: it has waited long enough. */
  private synchronized void back() {
    atClusterSince = null;
    if (!placed) {
      placed = true;
      places.incrementAndGet();
    }
  }

  /** Gives the place up if the cluster has kept it waiting; whether it is out of its place now. */
  synchronized boolean stuck(Instant now) {
    if (placed && atClusterSince != null && atClusterSince.plus(PATIENCE).isBefore(now)) {
      placed = false;
      places.decrementAndGet();
    }
    return !placed;
  }

  synchronized void end() {
    if (placed) {
      placed = false;
      places.decrementAndGet();
    }
  }
}
