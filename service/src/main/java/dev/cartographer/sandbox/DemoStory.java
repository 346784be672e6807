package dev.cartographer.sandbox;

import dev.cartographer.fleet.Signal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The demo as a story: says what happens for as long as somebody watches. */
final class DemoStory {
  private static final Duration COUNT_EVERY = Duration.ofSeconds(10);

  private final Stage stage;
  private final Orders orders;
  private final Telling telling;
  private final Clock clock;
  private Instant nextCount;

  DemoStory(Stage stage, Orders orders, Telling telling, Clock clock) {
    this.stage = stage;
    this.orders = orders;
    this.telling = telling;
    this.clock = clock;
    this.nextCount = clock.instant().plus(COUNT_EVERY);
  }

  /** Goes on until the waiting is stopped. */
  void happen(Optional<Broken> broken, Duration outage) throws IOException {
    stage.enrol();
    introduce(broken);
    stage.untilAll(
        BindingTrail::wasAccepted, "every binding holds a token that its service has accepted");
    telling.event(
        "All %d bindings hold a token that the services accept"
            .formatted(stage.region().feeds().size()));
    if (broken.isPresent()) {
      telling.event("  Breaking something when the first renewals begin …");
      new Outage(stage, broken.orElseThrow(), telling).happen(outage, this::count);
    }
    stage.until(
        () -> {
          count();
          orders.carryOut(stage.region(), telling);
          return false;
        },
        () -> "somebody stops it");
  }

  private void introduce(Optional<Broken> broken) {
    var region = stage.region();
    var api = stage.api();
    var reach = " --server " + api.server() + " --data " + region.files().directory();
    telling.line(
        "Started Cartographer with %d carriers, %d clusters and pretend IAM, logging and metrics."
            .formatted(SandboxCarrier.values().length, region.feeds().size() / 2));
    telling.line("Nothing leaves this machine.");
    telling.line("  API      " + api.server() + "/api/v1/clusters");
    telling.line("  Metrics  " + api.metrics());
    telling.line("  Log      " + region.files().log());
    telling.line("Try, in another terminal:");
    telling.line("  ./cartographer get clusters" + reach);
    telling.line("  ./cartographer why cluster " + region.feeds().getFirst().cluster() + reach);
    if (broken.isEmpty()) {
      telling.line("Or see it survive an outage: ./cartographer demo --break iam");
    }
    telling.line("Or type, here: " + Orders.USAGE);
    telling.line("Ctrl-C ends everything.");
  }

  /** One line now and then. */
  private void count() {
    var now = clock.instant();
    if (now.isBefore(nextCount)) {
      return;
    }
    nextCount = now.plus(COUNT_EVERY);
    var watch = stage.watch();
    var region = stage.region();
    var accepted = writes(Signal.LOGS) + writes(Signal.METRICS);
    telling.event(
        "  tokens %,d · rotations %,d · writes accepted %,d · rejected %,d · lost lines %,d%s"
            .formatted(
                watch.delivered(),
                watch.rotations(),
                accepted,
                region.agents().rejected(),
                region.lost(),
                firstDark()));
  }

  private long writes(Signal signal) {
    return stage.region().service(signal).ledger().totals().writes();
  }

  private String firstDark() {
    return stage
        .watch()
        .firstDark()
        .map(dark -> " · first would go dark at " + telling.sinceBeginning(dark))
        .orElse("");
  }
}
