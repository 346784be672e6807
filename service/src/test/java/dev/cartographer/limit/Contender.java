package dev.cartographer.limit;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** A way to learn how many calls may be under way at once. */
@NullMarked
interface Contender {
  int limit();

  void answered(long now, Duration took, int inFlight);

  void dropped(long now, Duration took, int inFlight);

  /** Cartographer's own. */
  static Contender aimd(int initial) {
    var limit = new Aimd(policy(initial));
    return new Contender() {
      @Override
      public int limit() {
        return limit.limit();
      }

      @Override
      public void answered(long now, Duration took, int inFlight) {
        limit.answered(took, inFlight, Instant.ofEpochMilli(now));
      }

      @Override
      public void dropped(long now, Duration took, int inFlight) {
        limit.failed(took, inFlight, Instant.ofEpochMilli(now));
      }
    };
  }

  private static GatePolicy policy(int initial) {
    return new GatePolicy(
        initial, 256, Duration.ofSeconds(3), 10, Duration.ofSeconds(1), Duration.ofSeconds(15));
  }

  /** Netflix's, told of each call. */
  static Contender gradient2(int initial) {
    return netflix(gradient2Limit(initial));
  }

  /** Netflix's, told of the calls of each second as its documentation advises. */
  static Contender gradient2Windowed(int initial) {
    return netflix(WindowedLimit.newBuilder().build(gradient2Limit(initial)));
  }

  private static Limit gradient2Limit(int initial) {
    return Gradient2Limit.newBuilder()
        .initialLimit(initial)
        .minLimit(1)
        .maxConcurrency(256)
        .build();
  }

  private static Contender netflix(Limit limit) {
    return new Contender() {
      @Override
      public int limit() {
        return limit.getLimit();
      }

      @Override
      public void answered(long now, Duration took, int inFlight) {
        limit.onSample(now * 1_000_000 - took.toNanos(), took.toNanos(), inFlight, false);
      }

      @Override
      public void dropped(long now, Duration took, int inFlight) {
        limit.onSample(now * 1_000_000 - took.toNanos(), took.toNanos(), inFlight, true);
      }
    };
  }
}
