package dev.cartographer.app;

import dev.cartographer.duty.Errands;
import dev.cartographer.escalation.Orders;
import dev.cartographer.escalation.Situation;
import dev.cartographer.escalation.Situation.Links;
import dev.cartographer.escalation.Situation.Mark;
import dev.cartographer.escalation.StepTaken;
import dev.cartographer.evidence.GatheredJson;
import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Alert;
import dev.cartographer.incident.Effect;
import dev.cartographer.store.IncidentTable;
import dev.cartographer.store.OutboxTable;
import dev.cartographer.view.EvidenceView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Puts what an incident's step leads to into the outbox, with what those who are told need. */
final class IncidentErrands implements Errands {
  private final IncidentTable incidents;
  private final OutboxTable outbox;
  private final Orders orders;
  private final Links links;

  IncidentErrands(IncidentTable incidents, OutboxTable outbox, Orders orders, Links links) {
    this.incidents = incidents;
    this.outbox = outbox;
    this.orders = orders;
    this.links = links;
  }

  @Override
  public void give(Handle h, Taken step) {
    if (step.effects().stream().allMatch(Effect.Diagnose.class::isInstance)) {
      return;
    }
    var taken =
        new StepTaken(
            Long.toString(step.incident()),
            step.number(),
            step.at(),
            step.after(),
            step.effects(),
            situation(h, step));
    outbox.put(h, orders.of(taken), step.at());
  }

  private Situation situation(Handle h, Taken step) {
    var alerts = step.after().firing();
    var carriers = sorted(alerts.stream().map(Alert::carrier));
    var affected = incidents.affected(h, carriers, step.at());
    return new Situation(
        since(step),
        sorted(alerts.stream().map(Alert::region)),
        carriers,
        affected.clusters(),
        affected.dark(),
        affected.firstDarkAt(),
        Optional.empty(),
        step.evidence().map(IncidentErrands::evidence).orElse(List.of()),
        links);
  }

  private static Instant since(Taken step) {
    return step.after().firing().stream()
        .map(Alert::startsAt)
        .min(Comparator.naturalOrder())
        .orElse(step.after().opened());
  }

  private static List<String> sorted(Stream<String> names) {
    return names.filter(name -> !name.isBlank()).distinct().sorted().toList();
  }

  private static List<Situation.Evidence> evidence(String kept) {
    return GatheredJson.read(kept).items().stream()
        .flatMap(item -> told(item, item.dependency()))
        .toList();
  }

  private static Stream<Situation.Evidence> told(EvidenceView item, @Nullable String about) {
    return about == null
        ? Stream.empty()
        : Stream.of(
            new Situation.Evidence(
                Dependency.valueOf(about.toUpperCase(Locale.ROOT)),
                Mark.valueOf(item.mark().toUpperCase(Locale.ROOT)),
                item.source(),
                item.value(),
                item.fetchedAt()));
  }
}
