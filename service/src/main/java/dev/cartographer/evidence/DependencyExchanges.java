package dev.cartographer.evidence;

import static java.util.stream.Collectors.filtering;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.cartographer.evidence.ExchangeCount.Origin;
import dev.cartographer.evidence.Series.Read;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The exchanges of all carriers with one dependency, in the minutes looked at. Pure.
 *
 * <p>A carrier is judged by its own. Where these are too few, synthetic exchanges are taken for its
 * own; and where these are too few as well, those of its region, which asks the same dependency
 * through the same gate: in an outage so few calls go out that no carrier alone would have enough.
 */
final class DependencyExchanges {
  private final Thresholds thresholds;
  private final Map<Carrier, Series> traffic;
  private final Map<Carrier, Series> all;
  private final Map<Name, Read> regions;

  private DependencyExchanges(
      Thresholds thresholds, Map<Carrier, Series> traffic, Map<Carrier, Series> all) {
    this.thresholds = thresholds;
    this.traffic = traffic;
    this.all = all;
    this.regions =
        all.entrySet().stream()
            .collect(groupingBy(e -> e.getKey().region(), TreeMap::new, toList()))
            .entrySet()
            .stream()
            .collect(
                toMap(
                    Map.Entry::getKey,
                    r ->
                        Series.sum(r.getValue().stream().map(Map.Entry::getValue).toList())
                            .read(thresholds)));
  }

  /**
   * What the counts of one dependency say.
   *
   * @param rejected whether so many customers are refused that it can't be their own doing
   */
  static DependencyExchanges of(
      List<ExchangeCount> counts, boolean rejected, Thresholds thresholds) {
    var widely = counts.stream().filter(DependencyExchanges::onTheWay).map(c -> c.key().carrier());
    var several = widely.distinct().limit(2).count() > 1;
    return new DependencyExchanges(
        thresholds,
        settled(counts, c -> c.key().origin() == Origin.TRAFFIC, several, rejected),
        settled(counts, _ -> true, several, rejected));
  }

  private static boolean onTheWay(ExchangeCount counted) {
    return Tally.of(counted.key().end(), counted.count()).shared() > 0;
  }

  private static Map<Carrier, Series> settled(
      List<ExchangeCount> counts,
      Predicate<ExchangeCount> which,
      boolean widely,
      boolean rejected) {
    return counts.stream()
        .collect(groupingBy(c -> c.key().carrier(), filtering(which, toList())))
        .entrySet()
        .stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                e -> Series.of(e.getValue()).map(t -> t.settled(widely, rejected))));
  }

  /** How the exchanges of some carriers go, taken together. */
  Read of(Set<Carrier> carriers) {
    var own = own(carriers);
    return own.value() == Exchanges.NO_DATA ? byRegion(carriers, own) : own;
  }

  private Read own(Set<Carrier> carriers) {
    var read = sum(traffic, carriers).read(thresholds);
    return read.value() == Exchanges.NO_DATA ? sum(all, carriers).read(thresholds) : read;
  }

  private static Series sum(Map<Carrier, Series> series, Set<Carrier> carriers) {
    return Series.sum(carriers.stream().flatMap(c -> Stream.ofNullable(series.get(c))).toList());
  }

  private Read byRegion(Set<Carrier> carriers, Read own) {
    var places = carriers.stream().map(Carrier::region).distinct().toList();
    if (places.size() != 1 || !regions.containsKey(places.getFirst())) {
      return own;
    }
    var region = regions.get(places.getFirst());
    return switch (region.value()) {
      case FAIL_DEPENDENCY, FAIL_CALLER, FAIL_MIXED ->
          sum(all, carriers).since(region.from()).sum().well() == 0 ? region : own;
      case OK ->
          own.tally().failures() == 0 && own.tally().well() > 0
              ? new Read(Exchanges.OK, own.tally(), own.from())
              : own;
      case NO_DATA -> own;
    };
  }

  /** How far failures reach, seen from some carriers. */
  Scope scope(Set<Carrier> carriers) {
    var wide = regions.keySet().stream().filter(this::regional).toList();
    var here = carriers.stream().map(Carrier::region).distinct().toList();
    if (here.stream().anyMatch(wide::contains)) {
      return wide.size() > 1 ? Scope.GLOBAL : Scope.REGIONAL;
    }
    var others = all.keySet().stream().filter(c -> here.contains(c.region()));
    return others.anyMatch(c -> !carriers.contains(c) && own(Set.of(c)).value() == Exchanges.OK)
        ? Scope.LOCAL
        : Scope.SOLO;
  }

  private boolean regional(Name region) {
    var failing = failing(region);
    return failing >= 2 && 2 * failing >= reporting(region);
  }

  long failing(Name region) {
    return in(region).filter(this::fails).count();
  }

  /** Those that have something to say. */
  long reporting(Name region) {
    return in(region).filter(c -> fails(c) || own(Set.of(c)).value() != Exchanges.NO_DATA).count();
  }

  private Stream<Carrier> in(Name region) {
    return all.keySet().stream().filter(c -> c.region().equals(region));
  }

  private boolean fails(Carrier carrier) {
    var own = own(Set.of(carrier));
    var region = regions.get(carrier.region());
    if (own.value() != Exchanges.NO_DATA || region == null) {
      return failed(own.value());
    }
    var lately = sum(all, Set.of(carrier)).since(region.from()).sum();
    return failed(region.value()) && lately.failures() > 0 && lately.well() == 0;
  }

  private static boolean failed(Exchanges value) {
    return switch (value) {
      case FAIL_DEPENDENCY, FAIL_CALLER, FAIL_MIXED -> true;
      case OK, NO_DATA -> false;
    };
  }
}
