package dev.cartographer.app;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Gates.Place;
import dev.cartographer.token.Note;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes of outcome of the minute under way, by region and whom they are laid to: few are told
 * one by one, the rest is counted. A cluster's own fault is news of that cluster, so there many are
 * told; of a dependency's, one is enough to know what it looks like.
 */
final class Changes {
  private static final int OF_CLUSTERS = 20;
  private static final int OF_A_DEPENDENCY = 1;

  private final Map<Place, Minute> minutes = new HashMap<>();

  /**
   * What was counted, and told by nobody yet.
   *
   * @param failing bindings that can't be renewed any more
   * @param back bindings that are renewed again
   * @param firstDark the earliest end of a token that one of the failing holds
   * @param without how many of the failing hold none
   * @param mostly the fault most of the failing have
   */
  record Counted(
      Place place,
      int failing,
      int back,
      Optional<Instant> firstDark,
      int without,
      Optional<FaultKind> mostly) {}

  /** Who has to act: a cluster that is not known or not entitled is its own matter. */
  static Dependency laidTo(Fault fault) {
    return fault.kind().ofOneCluster() ? Dependency.CLUSTER : fault.dependency();
  }

  /** Whether to tell of this one by itself; otherwise it is counted. */
  synchronized boolean failing(Place place, FaultKind kind, Optional<Note> held) {
    var minute = minute(place);
    if (minute.failingApart > 0) {
      minute.failingApart--;
      return true;
    }
    minute.count(kind, held);
    return false;
  }

  /** Whether to tell of this one by itself; otherwise it is counted. */
  synchronized boolean back(Place place) {
    var minute = minute(place);
    if (minute.backApart > 0) {
      minute.backApart--;
      return true;
    }
    minute.back++;
    return false;
  }

  /** Ends the minute. */
  synchronized List<Counted> turn() {
    var counted = minutes.values().stream().filter(Minute::anything).map(Minute::counted).toList();
    minutes.clear();
    counted.forEach(c -> minutes.put(c.place(), Minute.after(c)));
    return counted;
  }

  private Minute minute(Place place) {
    return minutes.computeIfAbsent(place, p -> new Minute(p, apart(p), apart(p)));
  }

  private static int apart(Place place) {
    return place.dependency() == Dependency.CLUSTER ? OF_CLUSTERS : OF_A_DEPENDENCY;
  }

  /** One minute of one place. */
  private static final class Minute {
    private final Place place;
    private final Map<FaultKind, Integer> kinds = new EnumMap<>(FaultKind.class);
    private int failingApart;
    private int backApart;
    private int back;
    private int without;
    private Instant firstDark = Instant.MAX;

    private Minute(Place place, int failingApart, int backApart) {
      this.place = place;
      this.failingApart = failingApart;
      this.backApart = backApart;
    }

    /** What goes on from the minute before is counted from the first. */
    private static Minute after(Counted before) {
      var place = before.place();
      var many = place.dependency() == Dependency.CLUSTER;
      return new Minute(
          place,
          many || before.failing() == 0 ? apart(place) : 0,
          many || before.back() == 0 ? apart(place) : 0);
    }

    private void count(FaultKind kind, Optional<Note> held) {
      kinds.merge(kind, 1, Integer::sum);
      if (held.isEmpty()) {
        without++;
      } else if (held.get().expiresAt().isBefore(firstDark)) {
        firstDark = held.get().expiresAt();
      }
    }

    private boolean anything() {
      return back > 0 || !kinds.isEmpty();
    }

    private Counted counted() {
      return new Counted(
          place,
          kinds.values().stream().mapToInt(Integer::intValue).sum(),
          back,
          Optional.of(firstDark).filter(Instant.MAX::isAfter),
          without,
          kinds.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey));
    }
  }
}
