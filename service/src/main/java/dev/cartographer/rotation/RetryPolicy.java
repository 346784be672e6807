package dev.cartographer.rotation;

import dev.cartographer.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides when a failed renewal is tried again. Pure but for the draw.
 *
 * <p>A passing fault: decorrelated jitter (M. Brooker, "Exponential backoff and jitter", AWS 2015),
 * {@code min(cap, U(base, previous·3))}, whose cap shrinks to a quarter of what is left of the held
 * token's life, so that at least four tries remain before the cluster goes dark. A fault that
 * somebody must mend: a slow ladder. A server that said {@code Retry-After} is obeyed over both.
 *
 * @param base shortest wait after a passing fault
 * @param cap longest wait after a passing fault
 * @param permanentBase first wait after a fault that somebody must mend; doubles up to {@code
 *     permanentCap}
 */
public record RetryPolicy(
    Duration base, Duration cap, Duration permanentBase, Duration permanentCap) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofMinutes(15));

  /**
   * The wait before the next try.
   *
   * @param previous the wait before this try; zero when it was the first
   * @param expiresAt when the held token ends; in the past when there is none
   * @return how long to wait, never less than {@code base} and, when the server asked for it, never
   *     less than it asked
   */
  public Duration next(
      Fault fault, Duration previous, Instant expiresAt, Instant now, RandomGenerator random) {
    var wait =
        fault.kind().passing()
            ? jittered(previous, expiresAt, now, random)
            : ladder(previous, random);
    return fault.retryAfter().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
  }

  private Duration jittered(
      Duration previous, Instant expiresAt, Instant now, RandomGenerator random) {
    var quarter = Duration.between(now, expiresAt).dividedBy(4);
    var limit = quarter.isPositive() ? min(cap, quarter) : cap;
    var upper = min(limit, max(base, previous).multipliedBy(3));
    return upper.compareTo(base) <= 0 ? base : between(base, upper, random);
  }

  private Duration ladder(Duration previous, RandomGenerator random) {
    var rung = previous.isZero() ? permanentBase : min(permanentCap, previous.multipliedBy(2));
    return between(rung, rung.plus(rung.dividedBy(10)), random);
  }

  private static Duration between(Duration least, Duration most, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
