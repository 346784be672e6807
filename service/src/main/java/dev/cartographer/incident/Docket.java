package dev.cartographer.incident;

import dev.cartographer.fault.Dependency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which incident an alert belongs to: one for each region, and one for all regions in which a
 * dependency fails that fails in more than one. Thirty carriers of a region are one page, and so
 * are two regions.
 */
public final class Docket {

  /** What an incident is about. */
  public sealed interface Scope {
    record Region(String name) implements Scope {}

    record Everywhere() implements Scope {}

    /** The word under which it is kept. */
    default String word() {
      return switch (this) {
        case Region(var name) -> "region " + name;
        case Everywhere() -> "everywhere";
      };
    }
  }

  private Docket() {}

  /**
   * Places the alerts that fire.
   *
   * @param everywhere whether an incident is open that is about more than one region: it takes
   *     every alert until it is over, also when only one region is left
   */
  public static Map<Scope, Set<Alert>> placed(Set<Alert> firing, boolean everywhere) {
    var wide = wideRegions(firing);
    var placed = new HashMap<Scope, Set<Alert>>();
    for (var alert : firing) {
      var scope =
          everywhere || wide.contains(alert.region())
              ? new Scope.Everywhere()
              : new Scope.Region(alert.region());
      placed.computeIfAbsent(scope, _ -> new HashSet<>()).add(alert);
    }
    return placed;
  }

  /** Those in which a dependency fails that fails elsewhere too. */
  private static Set<String> wideRegions(Set<Alert> firing) {
    return firing.stream()
        .collect(
            Collectors.groupingBy(
                Alert::dependency, Collectors.mapping(Alert::region, Collectors.toSet())))
        .values()
        .stream()
        .filter(regions -> regions.size() > 1)
        .flatMap(Set::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The dependencies whose alerts fire. */
  public static Set<Dependency> dependencies(Set<Alert> alerts) {
    return alerts.stream().map(Alert::dependency).collect(Collectors.toUnmodifiableSet());
  }
}
