package dev.cartographer.duty;

import dev.cartographer.incident.Alert;
import dev.cartographer.incident.Docket;
import dev.cartographer.incident.Docket.Scope;
import dev.cartographer.incident.Event;
import dev.cartographer.incident.Incident;
import dev.cartographer.incident.Incident.Phase;
import dev.cartographer.incident.Pace;
import dev.cartographer.intake.ReceivedAlert;
import dev.cartographer.store.IncidentTable;
import dev.cartographer.store.IncidentTable.Kept;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** One look at everything: which alerts fire, which incident each belongs to, what is due. */
final class Round {
  private static final String EVERYWHERE = new Scope.Everywhere().word();

  private final Handle h;
  private final Desk desk;
  private final IncidentTable incidents;
  private final Pace pace;
  private final Instant now;
  private final Map<String, Kept> open = new LinkedHashMap<>();

  Round(Handle h, Desk desk, IncidentTable incidents, Pace pace, Instant now) {
    this.h = h;
    this.desk = desk;
    this.incidents = incidents;
    this.pace = pace;
    this.now = now;
  }

  void go(List<ReceivedAlert> received) {
    incidents.open(h).forEach(kept -> open.put(kept.scope(), kept));
    var firing =
        received.stream()
            .map(ReceivedAlert::alert)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
    var placed = new LinkedHashMap<String, Set<Alert>>();
    Docket.placed(firing, everywhere())
        .forEach((scope, alerts) -> placed.put(scope.word(), alerts));
    placed.forEach(this::place);
    List.copyOf(open.values()).stream()
        .filter(kept -> !placed.containsKey(kept.scope()))
        .forEach(kept -> quiet(kept, placed.getOrDefault(EVERYWHERE, Set.of())));
    List.copyOf(open.values()).forEach(kept -> step(kept, new Event.Tick()));
  }

  private boolean everywhere() {
    var wide = open.get(EVERYWHERE);
    return wide != null && wide.incident().phase() != Phase.RESOLVED;
  }

  private void place(String scope, Set<Alert> alerts) {
    var kept = open.get(scope);
    if (kept != null && !kept.incident().firing().equals(alerts)) {
      kept = step(kept, new Event.Alerts(alerts));
    }
    if (kept == null || kept.incident().over()) {
      open.put(scope, incidents.open(h, scope, Incident.opened(alerts, now, pace)));
    }
  }

  /** No alert of it fires, or a wider incident has them now. */
  private void quiet(Kept kept, Set<Alert> elsewhere) {
    var moved =
        elsewhere.stream().anyMatch(a -> new Scope.Region(a.region()).word().equals(kept.scope()));
    if (!moved) {
      if (!kept.incident().firing().isEmpty()) {
        step(kept, new Event.Alerts(Set.of()));
      }
    } else if (Optional.ofNullable(open.get(EVERYWHERE)).filter(Round::settled).isPresent()) {
      step(kept, new Event.Superseded());
    }
  }

  private static boolean settled(Kept wide) {
    return wide.incident().settled();
  }

  private Kept step(Kept kept, Event event) {
    var after = desk.step(h, kept, event, null);
    if (after.incident().over()) {
      open.remove(kept.scope());
    } else {
      open.put(kept.scope(), after);
    }
    return after;
  }
}
