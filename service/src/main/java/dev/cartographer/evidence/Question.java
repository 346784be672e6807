package dev.cartographer.evidence;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.verdict.Case.Circumstance;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What evidence is wanted for.
 *
 * @param carriers those concerned
 * @param firing the dependencies whose alerts fire, as far as whoever asks knows
 * @param circumstances what whoever asks knows already
 * @param onset when it began, as far as known; otherwise now
 * @param now when it is asked
 */
public record Question(
    Set<Carrier> carriers,
    Set<Dependency> firing,
    Set<Circumstance> circumstances,
    Instant onset,
    Instant now) {

  public Question {
    carriers = Set.copyOf(carriers);
    firing = firing.isEmpty() ? Set.of() : EnumSet.copyOf(firing);
    circumstances = circumstances.isEmpty() ? Set.of() : EnumSet.copyOf(circumstances);
  }

  /** A person asks how a carrier is. */
  public static Question byHand(Carrier carrier, Instant onset, Instant now) {
    return new Question(Set.of(carrier), Set.of(), Set.of(), onset, now);
  }

  /** Where the carriers are, by name. */
  Set<Name> regions() {
    return carriers.stream().map(Carrier::region).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of the carriers, in order. */
  Set<Name> names() {
    return carriers.stream().map(Carrier::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether what holds in these regions concerns it; no regions at all are all regions. */
  boolean concerns(Set<Name> places) {
    return places.isEmpty() || places.stream().anyMatch(regions()::contains);
  }
}
