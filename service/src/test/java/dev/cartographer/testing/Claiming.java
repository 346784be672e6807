package dev.cartographer.testing;

import dev.cartographer.rotation.BindingQueue;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.Shares;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Claims from all lanes, one after the other, as a process with so many places does. */
public final class Claiming {
  private Claiming() {}

  public static List<Claim> claim(BindingQueue queue, int most, Instant now, Duration lease) {
    var claims = new ArrayList<Claim>();
    for (var backlog : queue.backlogs(now)) {
      var take = new Shares().of(backlog, most - claims.size());
      claims.addAll(queue.claim(backlog, take, now, lease));
    }
    return claims;
  }
}
