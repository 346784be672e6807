package dev.cartographer.incident;

import dev.cartographer.verdict.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is remembered of an incident.
 *
 * @param since when the phase began
 * @param nextLook when something is to be done though nothing happens
 * @param firing the alerts that fire now
 * @param verdict the one that stands; empty before the first, or when there could be none
 * @param owners whom that verdict, or a person, has made responsible
 * @param swing a verdict that would page others, and how often it was found in a row
 * @param handovers how often the owners were changed without a person's doing
 * @param assigned whether a person chose the owners: then no verdict changes them
 */
public record Incident(
    Phase phase,
    Instant opened,
    Instant since,
    Instant nextLook,
    Set<Alert> firing,
    Optional<Verdict> verdict,
    Set<Team> owners,
    Swing swing,
    Map<Team, Page> pages,
    int handovers,
    boolean assigned) {

  /** How far it has come. */
  public enum Phase {
    /** Other alerts of the same cause may still come. */
    SETTLING,
    /** Evidence is gathered. */
    DIAGNOSING,
    /** Nobody is paged yet, and the verdict says why. */
    HOLDING,
    /** The owners are told. */
    NOTIFIED,
    /** No alert fires any more; whether all is well is still watched. */
    VERIFYING,
    RESOLVED,
    CLOSED,
    /** A wider incident has taken it over. */
    SUPERSEDED
  }

  /** A verdict that would page others than the owners. */
  public record Swing(Set<Team> teams, int rounds) {
    static final Swing NONE = new Swing(Set.of(), 0);

    public Swing {
      teams = copied(teams);
    }
  }

  public Incident {
    firing = Set.copyOf(firing);
    owners = copied(owners);
    var kept = new EnumMap<Team, Page>(Team.class);
    kept.putAll(pages);
    pages = kept;
  }

  private static Set<Team> copied(Set<Team> teams) {
    return teams.isEmpty() ? Set.of() : EnumSet.copyOf(teams);
  }

  /** An incident that begins with these alerts. */
  public static Incident opened(Set<Alert> firing, Instant now, Pace pace) {
    return new Incident(
        Phase.SETTLING,
        now,
        now,
        now.plus(pace.settle()),
        firing,
        Optional.empty(),
        Set.of(),
        Swing.NONE,
        Map.of(),
        0,
        false);
  }

  /** Whether nothing will happen any more. */
  public boolean over() {
    return phase == Phase.CLOSED || phase == Phase.SUPERSEDED;
  }

  /** Whether an owner's page has been taken, or nobody is to be paged: nothing is lost with it. */
  public boolean settled() {
    return switch (phase) {
      case SETTLING, DIAGNOSING -> false;
      case HOLDING, RESOLVED, CLOSED, SUPERSEDED -> true;
      case NOTIFIED, VERIFYING -> owners.stream().anyMatch(team -> taken(pages.get(team)));
    };
  }

  private static boolean taken(@Nullable Page page) {
    return page != null
        && (page.state() == Page.State.ACCEPTED || page.state() == Page.State.ACKNOWLEDGED);
  }
}
