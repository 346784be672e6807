package dev.cartographer.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** One outage, from its beginning to the renewal of everything after it. */
final class Outage {
  private final Stage stage;
  private final Broken broken;
  private final Telling telling;

  Outage(Stage stage, Broken broken, Telling telling) {
    this.stage = stage;
    this.broken = broken;
    this.telling = telling;
  }

  /**
   * Breaks when renewals have begun, so that they meet it, and returns when all have been renewed
   * after it.
   */
  void happen(Duration howLong, Runnable meanwhile) throws IOException {
    var watch = stage.watch();
    stage.until(
        () -> {
          meanwhile.run();
          return watch.rotations() > 0;
        },
        () -> "the first binding has rotated");
    broken.breakIn(stage.region());
    telling.event("■ " + broken.breaking());
    watch
        .firstDark()
        .ifPresent(dark ->
            telling.event(
                "  Every token lives on; the first would go dark at "
                    + telling.sinceBeginning(dark)));
    stage
        .patience()
        .pass(
            howLong,
            () -> {
              stage.look();
              meanwhile.run();
            });
    broken.healIn(stage.region());
    telling.event("● " + broken.healing());
    recovered(watch.generations(), meanwhile);
  }

  private void recovered(Map<Feed, Long> before, Runnable meanwhile) throws IOException {
    if (broken.mendedByPerson()) {
      telling.event("  Nobody need wait for the next try: cartographer rotate carrier NAME");
      for (var carrier : SandboxCarrier.values()) {
        stage.api().rotate(carrier);
      }
    }
    stage.until(
        () -> {
          meanwhile.run();
          return renewed(before) == before.size();
        },
        () ->
            "every binding has rotated after the outage; %d of %d have"
                .formatted(renewed(before), before.size()));
    var expired = stage.watch().expired();
    telling.event(
        "  All %d bindings renewed since; %s".formatted(before.size(), darkness(expired)));
  }

  private long renewed(Map<Feed, Long> before) {
    var now = stage.watch().generations();
    return before.entrySet().stream()
        .filter(entry -> now.getOrDefault(entry.getKey(), 0L) > entry.getValue())
        .count();
  }

  private static String darkness(long expired) {
    return expired == 0 ? "none went dark" : expired + " went dark meanwhile";
  }
}
