package dev.cartographer.exchange;

import java.time.Duration;
import java.util.Optional;

/**
 * What IAM wants of the tokens with which clusters vouch for their service accounts.
 *
 * @param audience whom they are for, the only one; empty when nobody has said so, and then none is
 *     asked for
 * @param lifetime asked of the cluster, which may give another; Kubernetes gives no less than ten
 *     minutes
 */
public record Workload(Optional<String> audience, Duration lifetime) {
  private static final Duration LEAST = Duration.ofMinutes(10);
  private static final Duration MOST = Duration.ofHours(24);

  public Workload {
    if (lifetime.compareTo(LEAST) < 0 || lifetime.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "the token of a service account lives 10 minutes to 24 hours, not " + lifetime);
    }
  }

  /** Ten minutes, the least that Kubernetes gives, for this audience. */
  public static Workload forAudience(Optional<String> audience) {
    return new Workload(audience, LEAST);
  }
}
