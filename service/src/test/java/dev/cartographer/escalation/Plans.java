package dev.cartographer.escalation;

import dev.cartographer.escalation.Contact.Reach;
import dev.cartographer.incident.Team;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Plans that tests go by. */
final class Plans {
  static final Plan LIVE = plan(Mode.LIVE);

  private Plans() {}

  /** Everybody has a pager of the same name in small letters, and this mode. */
  static Plan plan(Mode mode) {
    var contacts = new EnumMap<Team, Contact>(Team.class);
    for (var team : Team.values()) {
      contacts.put(team, contact(team, mode));
    }
    return plan(contacts);
  }

  static Plan plan(Map<Team, Contact> contacts) {
    return new Plan(contacts, List.of("chat"), Optional.of("issues"), List.of("events"));
  }

  static Plan with(Team team, Contact other) {
    var contacts = new EnumMap<>(LIVE.contacts());
    contacts.put(team, other);
    return plan(contacts);
  }

  static Contact contact(Team team, Mode mode) {
    return new Contact(
        name(team),
        Optional.empty(),
        new Reach.Pager(pager(team), Optional.empty()),
        mode,
        Optional.empty());
  }

  static Contact withFallback(Team team, String fallback) {
    return new Contact(
        name(team),
        Optional.empty(),
        new Reach.Pager(pager(team), Optional.of(fallback)),
        Mode.LIVE,
        Optional.empty());
  }

  static Contact chatOnly(Team team, String chat) {
    return new Contact(
        name(team), Optional.empty(), new Reach.ChatOnly(), Mode.LIVE, Optional.of(chat));
  }

  static String pager(Team team) {
    return team.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String name(Team team) {
    return switch (team) {
      case IAM -> "IAM";
      case LOGGING -> "Logging";
      case METRICS -> "Metrics";
      case ARMADA_ICE -> "armada ICE";
    };
  }
}
