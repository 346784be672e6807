package dev.cartographer.fleet;

import dev.cartographer.fleet.FleetFileException.Problem;
import java.util.ArrayList;
import java.util.List;

/** The problems found so far in one file; reading ends with the twentieth. */
final class FleetProblems {
  private static final int MOST = 20;

  private final List<Problem> found = new ArrayList<>();

  void add(Place place, String message) {
    found.add(new Problem(place.line(), place.column(), message));
    if (found.size() == MOST) {
      throw new FleetFileException(found);
    }
  }

  /** Adds a problem after which nothing more can be read. */
  FleetFileException last(Place place, String message) {
    add(place, message);
    return new FleetFileException(found);
  }

  int count() {
    return found.size();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new FleetFileException(found);
    }
  }
}
