package dev.cartographer.escalation;

import dev.cartographer.incident.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Keeps a bad hour from waking everybody again and again: so many pages for one team, so many in
 * all, and one for armada ICE that stands for the rest. Pure.
 *
 * @param perTeam most pages of one team within the span
 * @param inAll most pages of all teams within the span
 */
public record Brakes(int perTeam, int inAll, Duration span) {
  public static final Brakes DEFAULT = new Brakes(3, 6, Duration.ofHours(1));

  /** A page that was let through. */
  public record Paged(Team team, Instant at) {}

  /** Whether one more page of this team may go out. */
  public boolean letThrough(Team team, List<Paged> before, Instant now) {
    var recent = before.stream().filter(page -> page.at().isAfter(now.minus(span))).toList();
    return recent.size() < inAll
        && recent.stream().filter(page -> page.team() == team).count() < perTeam;
  }
}
