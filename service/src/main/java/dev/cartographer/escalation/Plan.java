package dev.cartographer.escalation;

import dev.cartographer.escalation.Contact.Reach;
import dev.cartographer.incident.Team;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is reached how.
 *
 * @param contacts every team's, armada ICE's always with a pager
 * @param chats told of everything
 * @param issues where the issue of an incident is kept
 * @param copies told of everything beside
 */
public record Plan(
    Map<Team, Contact> contacts, List<String> chats, Optional<String> issues, List<String> copies) {

  /**
   * A plan.
   *
   * @throws IllegalArgumentException when a verdict can name a team that the plan doesn't have, or
   *     when armada ICE has no pager
   */
  public Plan {
    for (var team : Team.values()) {
      if (!contacts.containsKey(team)) {
        throw new IllegalArgumentException("a verdict can name " + team.key());
      }
    }
    contacts = new EnumMap<>(contacts);
    chats = List.copyOf(chats);
    copies = List.copyOf(copies);
    var last = contacts.get(Team.ARMADA_ICE);
    if (last == null || !(last.reach() instanceof Reach.Pager)) {
      throw new IllegalArgumentException("somebody must be woken when nobody else can be");
    }
  }

  public Contact contact(Team team) {
    var contact = contacts.get(team);
    if (contact == null) {
      throw new IllegalStateException("every team has a contact");
    }
    return contact;
  }

  /** Whether a team is woken when it is paged. */
  boolean wakes(Team team) {
    return contact(team).mode() == Mode.LIVE && contact(team).reach() instanceof Reach.Pager;
  }
}
