package dev.cartographer.escalation;

import dev.cartographer.incident.Effect.News;
import dev.cartographer.incident.Effect.Why;
import dev.cartographer.incident.Incident;
import dev.cartographer.incident.Page.State;
import dev.cartographer.incident.Team;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What has happened, in a few sentences, for those who watch. */
final class NewsText {
  private static final Set<State> OUT =
      EnumSet.of(State.WANTED, State.ACCEPTED, State.ACKNOWLEDGED);

  private final Incident incident;
  private final Plan plan;

  NewsText(Incident incident, Plan plan) {
    this.incident = incident;
    this.plan = plan;
  }

  String of(News news) {
    var text = new StringJoiner(" ");
    text.add(opening(news));
    if (toldWithVerdict(news)) {
      incident
          .verdict()
          .ifPresent(v -> text.add(sentences(v.rulings().stream().map(Wording::of).toList())));
      incident
          .verdict()
          .ifPresent(
              v -> v.notes().forEach(note -> text.add("Note: " + Printable.sentence(note) + ".")));
    }
    var paged = paged();
    if (!paged.isEmpty()) {
      text.add("Paged: " + paged + ".");
    }
    return text.toString().strip();
  }

  private static boolean toldWithVerdict(News news) {
    return switch (news) {
      case DECIDED, HELD, CHANGED, UNANSWERED -> true;
      case FAILED_OPEN, REOPENED, RESOLVED, SUPERSEDED -> false;
    };
  }

  private String opening(News news) {
    return switch (news) {
      case DECIDED -> "";
      case HELD -> "Nobody is paged yet.";
      case CHANGED -> "Others are paged now.";
      case UNANSWERED -> refused() + " did not take the page, so " + ice() + " is paged too.";
      case FAILED_OPEN -> "There could be no verdict in time, so " + ice() + " is paged.";
      case REOPENED -> "It is back, and is looked at anew.";
      case RESOLVED -> "All is well again.";
      case SUPERSEDED -> "A wider incident has taken it over.";
    };
  }

  private String ice() {
    return plan.contact(Team.ARMADA_ICE).name();
  }

  private String refused() {
    var names =
        incident.pages().entrySet().stream()
            .filter(page -> page.getKey() != Team.ARMADA_ICE)
            .filter(page -> page.getValue().state() != State.ENDED)
            .map(page -> plan.contact(page.getKey()).name())
            .collect(Collectors.joining(" and "));
    return names.isEmpty() ? "Somebody" : names;
  }

  /** Who has a page that is not over. */
  String paged() {
    return incident.pages().entrySet().stream()
        .filter(page -> OUT.contains(page.getValue().state()))
        .map(page -> plan.contact(page.getKey()).name())
        .collect(Collectors.joining(", "));
  }

  private static String sentences(List<String> rulings) {
    return rulings.stream()
        .map(r -> Character.toUpperCase(r.charAt(0)) + r.substring(1) + ".")
        .collect(Collectors.joining(" "));
  }

  /** Why a page is over, for those who had it. */
  String ended(Why why) {
    return switch (why) {
      case RESOLVED -> "All is well again.";
      case HANDED_OVER ->
          paged().isEmpty()
              ? "It is not yours after all."
              : "It is not yours after all; paged is " + paged() + ".";
      case SUPERSEDED -> "A wider incident has taken it over.";
      case DISMISSED -> "A person says that it is over.";
    };
  }
}
