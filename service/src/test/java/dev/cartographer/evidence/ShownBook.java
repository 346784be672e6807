package dev.cartographer.evidence;

import static java.util.stream.Collectors.groupingBy;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.rotation.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A book in memory that adds up as the database does, and can be out of reach. */
final class ShownBook implements ExchangeBook {
  final List<ExchangeCount> counts = new ArrayList<>();
  final Map<Dependency, Integer> clusters = new EnumMap<>(Dependency.class);
  boolean waiting;
  boolean unreachable;

  private void reach() {
    if (unreachable) {
      throw new StoreFailure("the database failed: gone", new IllegalStateException());
    }
  }

  @Override
  public void add(List<ExchangeCount> more) {
    reach();
    counts.addAll(more);
  }

  @Override
  public List<ExchangeCount> since(Instant from) {
    reach();
    return counts.stream().filter(c -> !c.key().minute().isBefore(from)).toList();
  }

  @Override
  public List<Summed> ofRegions(Set<Name> regions, Instant from) {
    return since(from).stream()
        .filter(c -> regions.contains(c.key().carrier().region()))
        .collect(groupingBy(c -> List.of(c.key().minute(), c.key().dependency())))
        .values()
        .stream()
        .map(same -> {
          var key = same.getFirst().key();
          return new Summed(key.minute(), key.dependency(), Tally.of(same));
        })
        .toList();
  }

  @Override
  public int clustersFailingAt(Dependency dependency, Set<Name> regions, int most) {
    reach();
    return Math.min(most, clusters.getOrDefault(dependency, 0));
  }

  @Override
  public boolean leftWaiting(Set<Name> regions, Instant since) {
    reach();
    return waiting;
  }

  @Override
  public void forget(Instant now, Duration age) {
    counts.removeIf(c -> c.key().minute().isBefore(now.minus(age)));
  }
}
