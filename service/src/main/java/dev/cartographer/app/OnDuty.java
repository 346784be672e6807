package dev.cartographer.app;

import dev.cartographer.duty.Desk;
import dev.cartographer.duty.Diagnosis;
import dev.cartographer.duty.Errands;
import dev.cartographer.escalation.Orders;
import dev.cartographer.escalation.PageFate;
import dev.cartographer.escalation.Receipts;
import dev.cartographer.escalation.Situation.Links;
import dev.cartographer.incident.Event;
import dev.cartographer.incident.Pace;
import dev.cartographer.incident.Team;
import dev.cartographer.store.OutboxTable;
import dev.cartographer.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps incidents going, and those told of them whom the configuration names. */
final class OnDuty implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Desk desk;
  private final List<Ticker> tickers;

  private OnDuty(Desk desk, List<Ticker> tickers) {
    this.desk = desk;
    this.tickers = tickers;
  }

  /**
   * Begins at once.
   *
   * @param escalation empty when nobody is told: verdicts are made and kept all the same
   */
  static OnDuty begin(
      Store store, Diagnosis diagnosis, Optional<Escalation> escalation, Clock clock) {
    var outbox = escalation.map(e -> new OutboxTable(store.database(), e.brakes()));
    var errands =
        escalation
            .<Errands>map(e ->
                new IncidentErrands(
                    store.incidents(), outbox.orElseThrow(), new Orders(e.plan()), Links.NONE))
            .orElse((_, _) -> {});
    var desk = new Desk(store.alerts(), store.incidents(), errands, Pace.DEFAULT, clock);
    escalation.ifPresent(e -> e.begin(outbox.orElseThrow(), receipts(desk)));
    return new OnDuty(
        desk,
        List.of(
            Ticker.start("incidents", LOOK, desk::look),
            Ticker.start("diagnosis", LOOK, () -> diagnoseAll(desk, diagnosis))));
  }

  private static void diagnoseAll(Desk desk, Diagnosis diagnosis) {
    var more = true;
    while (more) {
      more = desk.diagnose(diagnosis);
    }
  }

  private static Receipts receipts(Desk desk) {
    return (incident, team, fate) -> desk.tell(Long.parseLong(incident), event(team, fate));
  }

  /** What is only shadowed goes its course, and what a digest stands for is on its way. */
  private static Event event(Team team, PageFate fate) {
    return switch (fate) {
      case PageFate.Accepted _, PageFate.Shadowed _, PageFate.Braked _ -> new Event.Accepted(team);
      case PageFate.Refused _ -> new Event.Refused(team);
    };
  }

  Desk desk() {
    return desk;
  }

  @Override
  public void close() {
    tickers.forEach(Ticker::close);
  }
}
