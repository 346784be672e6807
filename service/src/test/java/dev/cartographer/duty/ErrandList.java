package dev.cartographer.duty;

import dev.cartographer.incident.Effect;
import dev.cartographer.store.IncidentTable;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A list of errands in the database of the incidents, which can be torn away while it is written.
 */
final class ErrandList implements Errands {
  private int until = Integer.MAX_VALUE;

  /** The process dies as it writes the n-th line from now on. */
  void dieAt(int line) {
    until = line;
  }

  void live() {
    until = Integer.MAX_VALUE;
  }

  @Override
  public void give(Handle h, Taken step) {
    for (var effect : step.effects()) {
      h.execute("insert into errand (incident, what) values (?, ?)", step.incident(), told(effect));
      if (--until == 0) {
        throw new IllegalStateException("killed");
      }
    }
  }

  static String told(Effect effect) {
    return switch (effect) {
      case Effect.Diagnose() -> "diagnose";
      case Effect.SendPage(var team) -> "page " + team;
      case Effect.EndPage(var team, var why) -> "end " + team + " " + why;
      case Effect.Tell(var news) -> "tell " + news;
      case Effect.CloseIssue() -> "close";
    };
  }

  /** Everything given out so far, but for the wish for evidence. */
  List<String> all(IncidentTable incidents) {
    return incidents
        .alone(h ->
            new ArrayList<>(
                h.createQuery("select what from errand where what <> 'diagnose' order by number")
                    .mapTo(String.class)
                    .list()))
        .orElseThrow();
  }
}
