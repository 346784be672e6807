package dev.cartographer.app;

import dev.cartographer.fault.Fault;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.token.Note;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Writes the changes of outcome to the log, with their consequence; what goes on as before, not.
 */
public final class RotationLog implements RotationListener {
  private static final Logger LOG = Logger.getLogger("cartographer.rotation");

  private final AtomicBoolean storeFailing = new AtomicBoolean();

  @Override
  public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
    switch (outcome) {
      case Failed(var fault, var _, var _, var _) when claim.failures() == 0 ->
          LOG.warnf(
              "%s can't be renewed: %s. %s", claim.binding(), said(fault), consequence(claim));
      case Rotated(var note, var _, var _, var _) when claim.failures() > 0 ->
          LOG.infof(
              "%s is renewed again after %d failures: generation %d, valid until %s",
              claim.binding(), claim.failures(), note.generation(), note.expiresAt());
      case Gone(var left, var _) ->
          LOG.infof(
              "%s leaves: %s",
              claim.binding(), left.map(why -> "left as it is: " + why).orElse("all taken back"));
      case Failed _, Rotated _, Fresh _, Waits _ ->
          LOG.debugf("%s: %s after %s", claim.binding(), outcome, took);
    }
    if (!recorded) {
      LOG.infof("%s: another took over while this process was working on it", claim.binding());
    }
  }

  private static String said(Fault fault) {
    return fault.detail() + " (" + fault.kind().code() + ")";
  }

  private static String consequence(Claim claim) {
    return claim
        .recorded()
        .map(Note::expiresAt)
        .map(end -> "The token it holds is valid until " + end)
        .orElse("It holds no token yet");
  }

  @Override
  public void tooLate(Claim claim, Optional<String> left) {
    LOG.warnf(
        "%s was delivered a token after its cluster had left: %s",
        claim.binding(),
        left.map(why -> "it could not be taken back (" + why + ") and ends by itself")
            .orElse("it was taken back"));
  }

  @Override
  public void surprised(Claim claim, RuntimeException bug) {
    LOG.errorf(bug, "%s: a bug of Cartographer's own; the other bindings go on", claim.binding());
  }

  @Override
  public void storeFailed(String why) {
    if (storeFailing.compareAndSet(false, true)) {
      LOG.errorf("Nothing is renewed for now: %s. Clusters keep the tokens they hold", why);
    }
  }

  @Override
  public void storeAnswered() {
    if (storeFailing.compareAndSet(true, false)) {
      LOG.info("The database answers again; renewal goes on");
    }
  }
}
