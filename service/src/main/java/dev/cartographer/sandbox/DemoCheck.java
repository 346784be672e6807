package dev.cartographer.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The demo as a check: everything must have happened, and nothing have been lost. */
final class DemoCheck {
  private final Stage stage;
  private final Telling telling;

  DemoCheck(Stage stage, Telling telling) {
    this.stage = stage;
    this.telling = telling;
  }

  /** Waits for all that must happen. */
  void happen(Optional<Broken> broken, Duration outage) throws IOException {
    stage.enrol();
    telling.event("enrolled; waiting for tokens");
    stage.untilAll(
        BindingTrail::wasAccepted, "every binding holds a token that its service has accepted");
    telling.event("every binding holds a token that its service has accepted");
    if (broken.isPresent()) {
      new Outage(stage, broken.orElseThrow(), telling).happen(outage, () -> {});
    }
    stage.untilAll(trail -> trail.rotations() >= 2, "every binding has rotated twice");
    telling.event("every binding has rotated twice");
  }

  /** Has the agents ship what is left, and counts. */
  CheckReport report() {
    var region = stage.region();
    var shipped = region.agents().finish();
    telling.event(shipped ? "agents have shipped all" : "agents could not ship all");
    stage.watch().look();
    var bindings = region.feeds().size();
    return new CheckReport(
        bindings / 2,
        bindings,
        stage.watch().delivered(),
        stage.watch().rotations(),
        stage.watch().expired(),
        region.agents().rejected(),
        region.missing(),
        telling.elapsed().toMillis() / 1000.0);
  }
}
