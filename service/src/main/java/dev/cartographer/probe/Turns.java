package dev.cartographer.probe;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Whose turn it is to be probed. Any number of processes ask; each turn is given to one of them.
 */
public interface Turns {

  /**
   * Takes the turns that have come, those that waited longest first, and no more than keep them
   * spread over the interval.
   *
   * @param interval a carrier's turn comes again after it
   * @param every how often this is asked
   */
  List<Carrier> take(Set<Name> regions, Duration interval, Duration every, Instant now);
}
