package dev.cartographer.pull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often the agents of each cluster may ask this process: a bucket for each, filled at a steady
 * rate and holding three seconds' worth. One cluster's hunger is not another's.
 */
public final class Rates {
  private static final int SECONDS_HELD = 3;
  private static final int MOST = 100_000;

  private final double perSecond;
  private final Clock clock;
  private final Cache<Long, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  /** A bucket as it was left. */
  private record Bucket(double left, Instant at) {}

  public Rates(double perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** Takes one request of a cluster; how long to wait when there is none left to take. */
  public Optional<Duration> take(long cluster) {
    var now = clock.instant();
    var full = perSecond * SECONDS_HELD;
    var bucket =
        buckets
            .asMap()
            .compute(
                cluster,
                (_, old) -> {
                  var left = old == null ? full : Math.min(full, old.left + gained(old.at, now));
                  // Whoever asks too often falls into debt of one request and no more.
                  return new Bucket(Math.max(left - 1, -1), now);
                });
    return bucket.left >= 0 ? Optional.empty() : Optional.of(until(-bucket.left));
  }

  private double gained(Instant since, Instant now) {
    return Math.max(0, Duration.between(since, now).toMillis()) / 1000.0 * perSecond;
  }

  private Duration until(double owed) {
    return Duration.ofMillis((long) Math.ceil(owed / perSecond * 1000));
  }
}
