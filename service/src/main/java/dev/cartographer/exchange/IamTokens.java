package dev.cartographer.exchange;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * The IAM tokens in use, in memory only.
 *
 * <p>A token is handed out during the first half of its life: the service's token must not end
 * early because the one it was made from did. Whoever asks for what is being asked for already
 * waits for that answer and shares it, success or failure. A failure is never kept.
 */
final class IamTokens {
  private static final long MOST = 200_000;

  private final AsyncCache<IamKey, BearerToken> tokens;

  IamTokens(Clock clock) {
    this.tokens =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
            .expireAfter(Expiry.<IamKey, BearerToken>creating((_, token) -> usable(token, clock)))
            .buildAsync();
  }

  private static Duration usable(BearerToken token, Clock clock) {
    var left = Duration.between(clock.instant(), token.halfLife());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * The token for a key; {@code ask} runs in the calling thread, unless there is one already or
   * another thread is asking.
   */
  BearerToken tokenFor(IamKey key, Supplier<BearerToken> ask) {
    return new SingleFlight<>(tokens.asMap()).get(key, ask);
  }

  /** Forgets a token that was refused; a newer one stays. */
  void drop(IamKey key, BearerToken refused) {
    tokens.synchronous().asMap().remove(key, refused);
  }
}
