package dev.cartographer.incident;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Verdict;
import java.util.EnumSet;
import java.util.Set;

/** Whom a verdict can name. */
public enum Team {
  IAM("IAM"),
  LOGGING("logging-service"),
  METRICS("metrics-service"),
  /** Our own: paged when nobody else is at fault, or when that can't be said. */
  ARMADA_ICE("armada-api");

  private final String key;

  Team(String key) {
    this.key = key;
  }

  /** Its name in the site's {@code teams.yml}. */
  public String key() {
    return key;
  }

  /** Whom a verdict pages; nobody while it holds. */
  static Set<Team> pagedBy(Verdict verdict) {
    var teams = EnumSet.noneOf(Team.class);
    verdict.atFault().forEach(dependency -> teams.add(of(dependency)));
    if (verdict.ourselves()) {
      teams.add(ARMADA_ICE);
    }
    return teams;
  }

  private static Team of(Dependency dependency) {
    return switch (dependency) {
      case IAM -> IAM;
      case LOGGING -> LOGGING;
      case METRICS -> METRICS;
      case CLUSTER, CARTOGRAPHER -> ARMADA_ICE;
    };
  }
}
