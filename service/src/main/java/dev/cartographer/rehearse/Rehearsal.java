package dev.cartographer.rehearse;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Plays a scenario. The same scenario gives the same report, whatever the machine. */
public final class Rehearsal {
  private final Scenario scenario;
  private final Trace sum;
  private long seenAt;
  private long drainedAt;
  private long avoidable;
  private long beyondOptimum;

  private Rehearsal(Scenario scenario) {
    this.scenario = scenario;
    this.sum = new Trace(scenario);
  }

  /**
   * Plays it, region beside region: they share nothing.
   *
   * @param progress is told how many minutes have been played, of {@link #minutes} in all; by any
   *     thread, one at a time
   * @throws InterruptedException when whoever waits for it gives up
   */
  public static Report of(Scenario scenario, IntConsumer progress) throws InterruptedException {
    return new Rehearsal(scenario).play(progress);
  }

  /** How many minutes are to be played, in all regions together. */
  public static int minutes(Scenario scenario) {
    return scenario.regions() * Math.toIntExact(scenario.length().plusSeconds(59).toMinutes());
  }

  private Report play(IntConsumer progress) throws InterruptedException {
    var minutes = new AtomicInteger();
    Runnable minute =
        () -> {
          synchronized (minutes) {
            progress.accept(minutes.incrementAndGet());
          }
        };
    var regions =
        IntStream.range(0, scenario.regions())
            .mapToObj(region ->
                (Callable<Void>)
                    () -> {
                      add(new RegionPlay(scenario, region).play(minute));
                      return null;
                    })
            .toList();
    var atOnce = Math.min(regions.size(), Runtime.getRuntime().availableProcessors());
    try (var processors = Executors.newFixedThreadPool(atOnce)) {
      for (var played : processors.invokeAll(regions)) {
        played.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a region could not be played", e.getCause());
    }
    return Reading.of(scenario, new Played(sum, seenAt, drainedAt, avoidable, beyondOptimum));
  }

  /** Adds one region; the fleet has seen, or has drained, once all regions have. */
  private synchronized void add(Played region) {
    sum.add(region.trace());
    seenAt = last(seenAt, region.seenAt());
    drainedAt = last(drainedAt, region.drainedAt());
    avoidable += region.avoidable();
    beyondOptimum += region.beyondOptimum();
  }

  private static long last(long a, long b) {
    return a < 0 || b < 0 ? -1 : Math.max(a, b);
  }
}
