package dev.cartographer.escalation;

import dev.cartographer.http.HttpReply;
import dev.cartographer.http.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How long GitHub wants to be left alone. Its limits answer 403 as well as 429, and name the time
 * in one of two headers or not at all (GitHub REST API, "Rate limits").
 */
final class GitHubLimit {
  private static final Duration LONGEST = Duration.ofHours(1);

  /** What GitHub asks for where it names no time. */
  private static final Duration UNNAMED = Duration.ofMinutes(1);

  private GitHubLimit() {}

  static boolean reached(HttpReply reply) {
    return reply.status() == 429
        || (reply.status() == 403
            && (reply.header("retry-after").isPresent()
                || spent(reply)
                || reply.body().toLowerCase(Locale.ROOT).contains("rate limit")));
  }

  /** Empty when no limit is reached. */
  static Optional<Duration> wait(HttpReply reply, Instant now) {
    if (!reached(reply)) {
      return Optional.empty();
    }
    var wait =
        reply
            .header("retry-after")
            .flatMap(header -> RetryAfter.of(header, now))
            .or(() -> untilReset(reply, now))
            .orElse(UNNAMED);
    return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }

  private static boolean spent(HttpReply reply) {
    return reply.header("x-ratelimit-remaining").filter("0"::equals).isPresent();
  }

  private static Optional<Duration> untilReset(HttpReply reply, Instant now) {
    return reply
        .header("x-ratelimit-reset")
        .filter(epoch -> spent(reply) && epoch.matches("[0-9]{1,12}"))
        .map(epoch -> Duration.between(now, Instant.ofEpochSecond(Long.parseLong(epoch))))
        .filter(wait -> !wait.isNegative());
  }
}
