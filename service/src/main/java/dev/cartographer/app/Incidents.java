package dev.cartographer.app;

import dev.cartographer.incident.Alert;
import dev.cartographer.incident.Docket;
import dev.cartographer.incident.Team;
import dev.cartographer.store.IncidentTable.Kept;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.view.IncidentView;
import dev.cartographer.view.IncidentView.PageView;
import dev.cartographer.view.IncidentView.RulingView;
import java.util.List;
import java.util.Locale;

/** Incidents as people are told of them. */
final class Incidents {
  private Incidents() {}

  static IncidentView view(Kept kept) {
    var incident = kept.incident();
    return new IncidentView(
        kept.id(),
        kept.scope(),
        word(incident.phase()),
        incident.opened(),
        incident.since(),
        incident.firing().stream().map(Alert::carrier).distinct().sorted().toList(),
        Docket.dependencies(incident.firing()).stream().map(d -> d.word()).sorted().toList(),
        incident.owners().stream().map(Team::key).toList(),
        incident.verdict().map(v -> rulings(v.rulings())).orElse(List.of()),
        incident.pages().entrySet().stream()
            .map(page ->
                new PageView(
                    page.getKey().key(), word(page.getValue().state()), page.getValue().since()))
            .toList());
  }

  private static List<RulingView> rulings(List<Ruling> rulings) {
    return rulings.stream()
        .map(r ->
            new RulingView(r.rule(), r.about().word(), outcome(r.outcome()), r.confidence().word()))
        .toList();
  }

  private static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.AtFault() -> "at_fault";
      case Outcome.Ourselves(_) -> "ourselves";
      case Outcome.Cleared() -> "cleared";
      case Outcome.FollowsFromIam() -> "follows_from_iam";
      case Outcome.Hold(_) -> "hold";
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
