package dev.cartographer.pull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/**
 * Remembers for some seconds which workload speaks for which cluster: agents ask again and again,
 * and thousands at once when a process has started. Only what was found is remembered, so a new
 * cluster is let in at once; one that leaves is refused by the queue whatever stands here.
 */
public final class LatelyFound implements Workloads {
  private static final Duration LATELY = Duration.ofSeconds(10);
  private static final int MOST = 100_000;

  private final Workloads all;
  private final Cache<Names, Known> found =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterWrite(LATELY)
          .executor(Runnable::run)
          .build();

  private record Names(String issuer, String subject) {}

  public LatelyFound(Workloads all) {
    this.all = all;
  }

  @Override
  public Optional<Known> find(String issuer, String subject) {
    var names = new Names(issuer, subject);
    var known = Optional.ofNullable(found.getIfPresent(names)).or(() -> all.find(issuer, subject));
    known.ifPresent(k -> found.asMap().putIfAbsent(names, k));
    return known;
  }
}
