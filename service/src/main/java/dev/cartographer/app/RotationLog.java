package dev.cartographer.app;

import dev.cartographer.app.LogLine.Field;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.limit.Gates.Place;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.token.Note;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells the log the changes of outcome, with their consequence; what goes on as before, not. An
 * outage is a line a minute however many bindings it hits.
 */
final class RotationLog implements RotationListener {
  private static final Logger LOG = Logger.getLogger("cartographer.rotation");
  private static final int BUGS_A_MINUTE = 5;

  private final Changes changes = new Changes();
  private final AtomicBoolean storeFailing = new AtomicBoolean();
  private final AtomicInteger bugs = new AtomicInteger();
  private final LogTime time;
  private final Consumer<LogLine> log;

  RotationLog(Clock clock, Consumer<LogLine> log) {
    this.time = new LogTime(clock);
    this.log = log;
  }

  @Override
  public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
    switch (outcome) {
      case Failed(var fault, var _, var _, var _) when changed(claim, fault) ->
          failing(claim, fault);
      case Rotated(var note, var _, var _, var _) when claim.failures() > 0 -> back(claim, note);
      case Gone(var left, var _) ->
          log.accept(
              LogLine.info(
                      "%s leaves: %s"
                          .formatted(
                              claim.binding(),
                              left.map(why -> "left as it is: " + why).orElse("all taken back")))
                  .about(claim.binding()));
      case Failed _, Rotated _, Fresh _, Waits _ ->
          LOG.debugf("%s: %s after %s", claim.binding(), outcome, took);
    }
    if (!recorded) {
      LOG.debugf("%s: another took over while this process was working on it", claim.binding());
    }
  }

  private static boolean changed(Claim claim, Fault fault) {
    return claim.failures() == 0 || !claim.failedAt().equals(Optional.of(Changes.laidTo(fault)));
  }

  private void failing(Claim claim, Fault fault) {
    var place = place(claim, Changes.laidTo(fault));
    if (changes.failing(place, fault.kind(), claim.recorded())) {
      var line =
          LogLine.warning(
                  "%s can't be renewed: %s (%s). %s. See: cartographer why cluster %s"
                      .formatted(
                          claim.binding(),
                          fault.detail(),
                          fault.kind().code(),
                          claim.recorded().map(this::consequence).orElse("It holds no token yet"),
                          claim.binding().cluster().name()))
              .about(claim.binding())
              .about(fault);
      log.accept(
          claim.recorded().map(n -> line.with(Field.VALID_UNTIL, n.expiresAt())).orElse(line));
    }
  }

  private String consequence(Note held) {
    return time.isPast(held.expiresAt())
        ? "No valid token since " + time.of(held.expiresAt())
        : "Token still valid until " + time.of(held.expiresAt());
  }

  private void back(Claim claim, Note note) {
    if (changes.back(place(claim, claim.failedAt().orElse(Dependency.CARTOGRAPHER)))) {
      log.accept(
          LogLine.info(
                  "%s is renewed again, failed tries before: %d. Token valid until %s"
                      .formatted(claim.binding(), claim.failures(), time.of(note.expiresAt())))
              .about(claim.binding())
              .with(Field.VALID_UNTIL, note.expiresAt()));
    }
  }

  private static Place place(Claim claim, Dependency dependency) {
    return new Place(claim.binding().cluster().carrier().region(), dependency);
  }

  /** Tells what was only counted; to be called every minute. */
  void turn() {
    bugs.set(0);
    var summary = new LogSummary(time);
    changes.turn().forEach(counted -> summary.lines(counted).forEach(log));
  }

  @Override
  public void tooLate(Claim claim, Optional<String> left) {
    log.accept(
        LogLine.warning(
                "%s was delivered a token after its cluster had left: %s"
                    .formatted(
                        claim.binding(),
                        left.map(why ->
                                "it could not be taken back (" + why + ") and ends by itself")
                            .orElse("it was taken back")))
            .about(claim.binding()));
  }

  @Override
  public void surprised(Claim claim, RuntimeException bug) {
    if (bugs.getAndIncrement() < BUGS_A_MINUTE) {
      log.accept(
          LogLine.error(claim.binding() + ": a bug of Cartographer's own; the other bindings go on")
              .about(claim.binding())
              .with(bug));
    }
  }

  @Override
  public void storeFailed(String why) {
    if (storeFailing.compareAndSet(false, true)) {
      log.accept(
          LogLine.error(
              "Nothing is renewed for now: " + why + ". Clusters keep the tokens they hold"));
    }
  }

  @Override
  public void storeAnswered() {
    if (storeFailing.compareAndSet(true, false)) {
      log.accept(LogLine.info("The database answers again; renewal goes on"));
    }
  }
}
