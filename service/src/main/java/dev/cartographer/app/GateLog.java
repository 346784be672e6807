package dev.cartographer.app;

import dev.cartographer.limit.GateView;
import dev.cartographer.limit.Gates.Place;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Says once that a dependency fails, and once that it is back, however many bindings wait. */
final class GateLog implements BiConsumer<Place, GateView> {
  private static final Logger LOG = Logger.getLogger("cartographer.rotation");

  @Override
  public void accept(Place place, GateView view) {
    if (view.shutSince().isPresent()) {
      LOG.warnf(
          "%s of %s fails: renewals that need it wait, and one at a time finds out when it is back."
              + " Clusters keep the tokens they hold",
          place.dependency().word(), place.region());
    } else {
      LOG.infof(
          "%s of %s answers again: what waited is renewed, the earliest end first",
          place.dependency().word(), place.region());
    }
  }
}
