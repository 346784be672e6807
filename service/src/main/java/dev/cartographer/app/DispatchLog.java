package dev.cartographer.app;

import dev.cartographer.escalation.DispatchListener;
import dev.cartographer.escalation.Errand;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.escalation.Outbox.Untold;
import dev.cartographer.escalation.Result;
import dev.cartographer.incident.Team;
import dev.cartographer.rotation.StoreFailure;
import org.jboss.logging.Logger;

/** Logs what is sent, and loudly what isn't. */
final class DispatchLog implements DispatchListener {
  private static final Logger LOG = Logger.getLogger("cartographer.escalation");

  @Override
  public void tried(Errand errand, Result result) {
    var what = what(errand);
    switch (result) {
      case Result.Accepted _ -> LOG.infof("%s: taken", what);
      case Result.Later(var at, var why, var _) -> later(errand, what + ": again at " + at, why);
      case Result.Refused(var why, var _) -> LOG.errorf("%s: given up: %s", what, why);
      case Result.Shadowed _ -> LOG.infof("%s: only kept, in shadow mode", what);
      case Result.Dropped(var why) -> LOG.infof("%s: not sent: %s", what, why);
    }
  }

  /** While armada ICE can't be paged, nobody may be awake. */
  private static void later(Errand errand, String what, String why) {
    var last = errand.order().action() == Action.PAGE && errand.order().team() == Team.ARMADA_ICE;
    LOG.logf(last ? Logger.Level.ERROR : Logger.Level.WARN, "%s: %s", what, why);
  }

  @Override
  public void failed(Errand errand, RuntimeException bug) {
    failed(what(errand), bug);
  }

  @Override
  public void notTold(Untold page, RuntimeException bug) {
    failed("incident " + page.incident() + ", page of " + page.team().key(), bug);
  }

  private static void failed(String what, RuntimeException bug) {
    if (bug instanceof StoreFailure failure) {
      LOG.warnf("%s: to be done again: %s", what, failure.why());
    } else {
      LOG.errorf(bug, "%s: to be done again", what);
    }
  }

  private static String what(Errand errand) {
    var order = errand.order();
    return "incident %s, %s to %s".formatted(order.incident(), order.action().word(), order.sink());
  }
}
