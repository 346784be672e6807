package dev.cartographer.app;

import dev.cartographer.limit.GateView;
import dev.cartographer.limit.Gates.Place;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Says once that a dependency fails, and once that it is back, however many bindings wait. */
record GateLog(Consumer<LogLine> log) implements BiConsumer<Place, GateView> {

  @Override
  public void accept(Place place, GateView view) {
    var whom = LogSummary.whom(place);
    var line =
        view.shutSince().isPresent()
            ? LogLine.warning(
                whom
                    + " fails: renewals that need it wait, and one at a time finds out when it is"
                    + " back. Clusters keep the tokens they hold. See: cartographer get runway")
            : LogLine.info(whom + " answers again: what waited is renewed, the earliest end first");
    log.accept(line.about(place));
  }
}
