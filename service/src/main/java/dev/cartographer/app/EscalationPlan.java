package dev.cartographer.app;

import dev.cartographer.escalation.Contact;
import dev.cartographer.escalation.Contact.Reach;
import dev.cartographer.escalation.Mode;
import dev.cartographer.escalation.Plan;
import dev.cartographer.escalation.Sink;
import dev.cartographer.incident.Team;
import dev.cartographer.runbook.SiteData;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads from the configuration who is reached how, and from the site's data what they are called. A
 * team that a verdict can name and nobody can reach stops the start.
 */
final class EscalationPlan {
  private static final String KEY = "cartographer.escalation.";

  private final EscalationConfig config;
  private final Map<String, Sink> sinks;
  private final SiteData site;

  private EscalationPlan(EscalationConfig config, Map<String, Sink> sinks, SiteData site) {
    this.config = config;
    this.sinks = sinks;
    this.site = site;
  }

  /**
   * The plan.
   *
   * @throws StartFailure when somebody can't be reached as it says
   */
  static Plan of(EscalationConfig config, Map<String, Sink> sinks, SiteData site) {
    return new EscalationPlan(config, sinks, site).plan();
  }

  private Plan plan() {
    var known = Arrays.stream(Team.values()).map(Team::key).toList();
    config.teams().keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw unusable("teams." + name, "a verdict names " + String.join(", ", known));
        });
    var contacts = new EnumMap<Team, Contact>(Team.class);
    for (var team : Team.values()) {
      contacts.put(team, contact(team));
    }
    return new Plan(
        contacts,
        named("chats", config.chats().orElse(List.of()), Sink.Role.CHAT),
        config.issues().map(name -> sink("issues", name, Sink.Role.ISSUES)),
        named("copies", config.copies().orElse(List.of()), Sink.Role.COPY));
  }

  private Contact contact(Team team) {
    var key = "teams." + team.key();
    var told = config.teams().get(team.key());
    if (told == null) {
      throw unreached(team, "set " + KEY + key + ".sink, or " + KEY + key + ".kind to none");
    }
    var reach = reach(team, key, told);
    return new Contact(
        name(team, reach),
        link(team, reach),
        reach,
        mode(told.mode()),
        told.chat().map(name -> sink(key + ".chat", name, Sink.Role.CHAT)));
  }

  private Reach reach(Team team, String key, EscalationConfig.Team told) {
    if (team == Team.ARMADA_ICE && told.kind() != EscalationConfig.Kind.PAGE) {
      throw unusable(key + ".kind", "somebody must be woken when nobody else can be: page");
    }
    return switch (told.kind()) {
      case PAGE -> {
        var sink = told.sink().orElseThrow(() -> unreached(team, "set " + KEY + key + ".sink"));
        yield new Reach.Pager(
            sink(key + ".sink", sink, Sink.Role.PAGER),
            told.fallback().map(name -> sink(key + ".fallback", name, Sink.Role.PAGER)));
      }
      case CHAT_ONLY -> {
        if (told.chat().isEmpty()) {
          throw unreached(team, "set " + KEY + key + ".chat");
        }
        yield new Reach.ChatOnly();
      }
      case NONE -> new Reach.Nobody();
    };
  }

  private static Mode mode(EscalationConfig.Mode mode) {
    return switch (mode) {
      case OFF -> Mode.OFF;
      case SHADOW -> Mode.SHADOW;
      case CHAT_ONLY -> Mode.CHAT_ONLY;
      case LIVE -> Mode.LIVE;
    };
  }

  /** Who is paged is called as the runbook calls them; who is not, needs no pager there. */
  private String name(Team team, Reach reach) {
    return switch (reach) {
      case Reach.Pager _ -> needed(team, "escalate", "name");
      case Reach.ChatOnly() -> text(team, "comm", "name").orElse(team.key());
      case Reach.Nobody() -> text(team, "escalate", "name").orElse(team.key());
    };
  }

  private Optional<URI> link(Team team, Reach reach) {
    return switch (reach) {
      case Reach.Pager _ -> Optional.of(uri(team, needed(team, "escalate", "link")));
      case Reach.ChatOnly() -> text(team, "comm", "link").map(link -> uri(team, link));
      case Reach.Nobody() -> Optional.empty();
    };
  }

  private static URI uri(Team team, String link) {
    try {
      return new URI(link);
    } catch (URISyntaxException e) {
      throw new StartFailure(
          "The site's data can't be used: teams." + team.key() + ": " + link + " is no address.",
          e);
    }
  }

  private String needed(Team team, String group, String name) {
    return text(team, group, name)
        .orElseThrow(() -> {
          var path = "teams." + team.key() + "." + group + "." + name;
          return unreached(team, "the site's data has no " + path + "; put it into teams.yml");
        });
  }

  private Optional<String> text(Team team, String group, String name) {
    Object at = site.files().get("teams");
    for (var key : List.of(team.key(), group, name)) {
      at = at instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return at instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
  }

  private List<String> named(String key, List<String> names, Sink.Role role) {
    return names.stream().map(name -> sink(key, name, role)).toList();
  }

  private String sink(String key, String name, Sink.Role role) {
    var sink = sinks.get(name);
    if (sink == null) {
      throw unusable(key, "there is no sink " + name + " in " + KEY + "sinks");
    }
    if (!sink.roles().contains(role)) {
      throw unusable(key, "sink " + name + " is of a kind that can't be used " + use(role));
    }
    return name;
  }

  private static String use(Sink.Role role) {
    return switch (role) {
      case PAGER -> "to page";
      case CHAT -> "as a chat";
      case ISSUES -> "to keep issues";
      case COPY -> "for copies";
    };
  }

  private static StartFailure unreached(Team team, String todo) {
    return new StartFailure(
        "A verdict can name " + team.key() + ", and nobody there can be reached: " + todo + ".");
  }

  private static StartFailure unusable(String key, String why) {
    return new StartFailure("The configuration can't be used: " + KEY + key + ": " + why + ".");
  }
}
