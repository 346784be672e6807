package dev.cartographer.incident;

import dev.cartographer.incident.Effect.Why;
import dev.cartographer.incident.Page.State;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The pages of an incident during one step: nobody is paged twice at once. */
final class Pages {
  private final Map<Team, Page> pages = new EnumMap<>(Team.class);
  private final Instant now;
  private final Consumer<Effect> effects;

  Pages(Map<Team, Page> pages, Instant now, Consumer<Effect> effects) {
    this.pages.putAll(pages);
    this.now = now;
    this.effects = effects;
  }

  Map<Team, Page> asTheyAre() {
    return pages;
  }

  void send(Team team) {
    var page = pages.get(team);
    if (page == null || !page.live()) {
      mark(team, State.WANTED);
      effects.accept(new Effect.SendPage(team));
    }
  }

  void accepted(Team team) {
    if (is(team, State.WANTED)) {
      mark(team, State.ACCEPTED);
    }
  }

  void acknowledged(Team team) {
    if (is(team, State.WANTED) || is(team, State.ACCEPTED)) {
      mark(team, State.ACKNOWLEDGED);
    }
  }

  /** Whether that is news. */
  boolean refused(Team team) {
    var wanted = is(team, State.WANTED);
    if (wanted) {
      mark(team, State.REFUSED);
    }
    return wanted;
  }

  void endAll(Why why) {
    List.copyOf(pages.keySet()).forEach(team -> end(team, why));
  }

  /** Lets go whoever is no owner any more, once an owner's page is taken: never nobody at all. */
  void handOverTo(Set<Team> owners) {
    if (owners.stream().anyMatch(t -> is(t, State.ACCEPTED) || is(t, State.ACKNOWLEDGED))) {
      List.copyOf(pages.keySet()).stream()
          .filter(team -> !owners.contains(team))
          .forEach(team -> end(team, Why.HANDED_OVER));
    }
  }

  /** Whether one of these has been silent since then or longer. */
  boolean unanswered(Set<Team> teams, Instant since) {
    return teams.stream()
        .filter(team -> is(team, State.ACCEPTED))
        .map(pages::get)
        .anyMatch(page -> page != null && !page.since().isAfter(since));
  }

  private void end(Team team, Why why) {
    var page = pages.get(team);
    if (page != null && page.live()) {
      mark(team, State.ENDED);
      effects.accept(new Effect.EndPage(team, why));
    }
  }

  private boolean is(Team team, State state) {
    var page = pages.get(team);
    return page != null && page.state() == state;
  }

  private void mark(Team team, State state) {
    pages.put(team, new Page(state, now));
  }
}
