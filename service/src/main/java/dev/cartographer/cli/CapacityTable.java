package dev.cartographer.cli;

import dev.cartographer.cli.Cell.Tone;
import dev.cartographer.cli.Table.Column;
import dev.cartographer.rehearse.Capacity.Answer;
import dev.cartographer.rehearse.Capacity.Question;
import dev.cartographer.rehearse.Playbill;
import dev.cartographer.view.Spans;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Which lifetimes, windows and rates outlast an outage, for a person. */
final class CapacityTable {
  private CapacityTable() {}

  static void print(Session session, Question question, List<Answer> answers, boolean colour) {
    var who = Playbill.name(question.outage().dependency());
    var table =
        new Table<Answer>(
            List.of(
                Column.text("LIFETIME", a -> span(a.ttlSeconds())),
                Column.text("RENEWED AT", CapacityTable::window),
                Column.number("REQUESTS/S", a -> number(a.requestsPerSecond())),
                Column.cell("OUTLASTS", a -> outlasts(a, question)),
                Column.number("NEEDS/S", CapacityTable::needs),
                Column.text("DRAINED IN", CapacityTable::drained)));
    table.print(answers, session.out(), session.columns(), colour);
    session.say(
        "To outlast %s of %s with no token dark, each region's must take NEEDS/S at least"
            .formatted(Spans.words(question.outage().duration()), who));
  }

  private static String span(long seconds) {
    return Spans.words(Duration.ofSeconds(seconds));
  }

  private static String window(Answer answer) {
    return String.format(
        Locale.ROOT, "%.0f to %.0f %%", 100 * answer.renewFrom(), 100 * answer.renewUntil());
  }

  private static Cell number(double number) {
    return Cell.plain(String.format(Locale.ROOT, "%,." + digits(number) + "f", number));
  }

  private static int digits(double number) {
    return number < 10 ? 2 : number < 100 ? 1 : 0;
  }

  private static Cell outlasts(Answer answer, Question question) {
    var enough = answer.outlastsSeconds() >= question.outage().duration().toSeconds();
    return new Cell(span(answer.outlastsSeconds()), enough ? Tone.GOOD : Tone.BAD);
  }

  private static Cell needs(Answer answer) {
    var needed = answer.neededPerSecond();
    return needed == null ? Cell.plain("–") : number(needed);
  }

  private static String drained(Answer answer) {
    var drain = answer.drainSeconds();
    if (drain != null) {
      return span(Math.round(drain));
    }
    return answer.neededPerSecond() == null ? "–" : "over " + span(2 * answer.ttlSeconds());
  }
}
