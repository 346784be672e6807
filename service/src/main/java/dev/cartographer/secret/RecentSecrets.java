package dev.cartographer.secret;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Reads a secret's file at most once a second: thousands of clusters share one client's secret or
 * one kubeconfig, and to find a file safely costs as much as a request. What can't be read is asked
 * for again at each use, and nothing but files is kept.
 */
public final class RecentSecrets implements SecretResolver {
  private static final Duration RECENT = Duration.ofSeconds(1);
  private static final long MOST = 10_000;

  private final SecretResolver secrets;
  private final Cache<SecretRef.FromFile, SecretText> files;

  public RecentSecrets(SecretResolver secrets, Clock clock) {
    this.secrets = secrets;
    this.files =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(RECENT)
            .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
            .executor(Runnable::run)
            .build();
  }

  @Override
  public SecretText resolve(SecretRef ref) {
    return switch (ref) {
      case SecretRef.FromFile file -> files.get(file, secrets::resolve);
      case SecretRef.Inline _, SecretRef.FromEnvironment _, SecretRef.Sealed _ ->
          secrets.resolve(ref);
    };
  }
}
