package dev.cartographer.testing;

import dev.cartographer.rotation.BindingQueue;
import dev.cartographer.rotation.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Claims whatever is due. */
public final class Claiming {
  private Claiming() {}

  public static List<Claim> claim(BindingQueue queue, int most, Instant now, Duration lease) {
    return queue.claim(most, now, lease);
  }
}
