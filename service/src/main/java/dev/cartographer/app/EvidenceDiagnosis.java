package dev.cartographer.app;

import dev.cartographer.duty.Diagnosis;
import dev.cartographer.evidence.GatheredJson;
import dev.cartographer.evidence.Question;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.incident.Alert;
import dev.cartographer.incident.Docket;
import dev.cartographer.incident.Incident;
import dev.cartographer.store.FleetReader;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.DecisionTable;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks all witnesses about the carriers of an incident. */
final class EvidenceDiagnosis implements Diagnosis {
  private final Witnesses witnesses;
  private final FleetReader fleet;
  private final Clock clock;

  EvidenceDiagnosis(Witnesses witnesses, FleetReader fleet, Clock clock) {
    this.witnesses = witnesses;
    this.fleet = fleet;
    this.clock = clock;
  }

  @Override
  public Found of(Incident incident) {
    var gathered = witnesses.gather(question(incident));
    // Pure, so the desk will come to the same.
    witnesses.decided(DecisionTable.decide(gathered.matter()));
    return new Found(gathered.matter(), GatheredJson.write(gathered));
  }

  private Question question(Incident incident) {
    var alerts = incident.firing();
    var carriers = carriers(alerts);
    var unusable = carriers.isEmpty() && !alerts.isEmpty();
    return new Question(
        carriers,
        Docket.dependencies(alerts),
        unusable ? Set.of(Circumstance.UNUSABLE_ALERT) : Set.of(),
        onset(incident),
        clock.instant());
  }

  /** Those of the alerts that are enrolled: nobody else can be asked about. */
  private Set<Carrier> carriers(Set<Alert> alerts) {
    return alerts.stream()
        .map(Alert::carrier)
        .distinct()
        .map(fleet::carrier)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Instant onset(Incident incident) {
    return incident.firing().stream()
        .map(Alert::startsAt)
        .min(Comparator.naturalOrder())
        .orElse(incident.opened());
  }
}
