package dev.cartographer.evidence;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What our own exchanges came to, minute by minute, in all processes. */
public interface ExchangeBook {

  /** Adds counts to those of their minutes. */
  void add(List<ExchangeCount> counts);

  /** The counts of all carriers in minutes that began at this instant or later. */
  List<ExchangeCount> since(Instant from);

  /** The minutes of some regions, all their carriers added up. */
  List<Summed> ofRegions(Set<Name> regions, Instant from);

  /**
   * How many clusters of some regions failed last at this dependency, or for want of a right there.
   *
   * @param most counted no further
   */
  int clustersFailingAt(Dependency dependency, Set<Name> regions, int most);

  /** Whether bindings of these regions have been due since then or longer, and nobody took them. */
  boolean leftWaiting(Set<Name> regions, Instant since);

  /** Forgets minutes older than this. */
  void forget(Instant now, Duration age);

  /** One minute and one dependency. */
  record Summed(Instant minute, Dependency dependency, Tally tally) {}
}
