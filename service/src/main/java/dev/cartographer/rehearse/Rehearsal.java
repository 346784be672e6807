package dev.cartographer.rehearse;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Plays a scenario. The same scenario gives the same report, whatever the machine. */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Plays it, region beside region: they share nothing.
   *
   * @throws InterruptedException when whoever waits for it gives up
   */
  public static Report of(Scenario scenario) throws InterruptedException {
    var sum = new Trace(scenario);
    var regions =
        IntStream.range(0, scenario.regions())
            .mapToObj(region -> (Callable<Trace>) () -> new RegionPlay(scenario, region).play())
            .toList();
    var atOnce = Math.min(regions.size(), Runtime.getRuntime().availableProcessors());
    try (var processors = Executors.newFixedThreadPool(atOnce)) {
      for (var played : processors.invokeAll(regions)) {
        sum.add(played.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a region could not be played", e.getCause());
    }
    return Reading.of(scenario, sum);
  }
}
