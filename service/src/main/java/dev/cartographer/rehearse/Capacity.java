package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.token.RenewalPolicy;
import dev.cartographer.view.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which lifetimes, renewal windows and rates of a dependency outlast an outage: each is played.
 *
 * <p>No more than {@value #MOST_PLAYED} clusters of a region are played, with rates in proportion.
 */
public final class Capacity {
  private static final int MOST_PLAYED = 20_000;
  private static final double[] MULTIPLES = {1.05, 1.1, 1.2, 1.35, 1.5, 2, 3, 5};
  private static final List<Duration> LIFETIMES =
      List.of(
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(8));
  private static final List<RenewalPolicy> WINDOWS =
      List.of(window(0.20, 0.50), window(0.30, 0.60), window(0.40, 0.70));

  /** How many lifetimes and windows are tried. */
  public static final int TRIES = LIFETIMES.size() * WINDOWS.size();

  private final Question question;
  private final int played;

  /**
   * What is asked.
   *
   * @param outage a whole one; when it begins makes no difference
   */
  public record Question(
      int clusters, int regions, PlannedOutage outage, Duration latency, long seed) {

    /**
     * Takes the question as it is.
     *
     * @throws IllegalArgumentException for one that has no answer, with a sentence that says why
     */
    public Question {
      if (!outage.whole()) {
        throw new IllegalArgumentException("Capacity is asked for a whole outage.");
      }
      if (regions < 1 || clusters < regions || clusters > Scenario.MOST_CLUSTERS) {
        throw new IllegalArgumentException(
            "A rehearsal needs 1 to 4,000,000 clusters, and 1 region or more but no more than"
                + " clusters.");
      }
    }

    int inRegion() {
      return (clusters + regions - 1) / regions;
    }
  }

  /**
   * What came of one lifetime and window, for each region.
   *
   * @param ttlSeconds lifetime of every token
   * @param renewFrom begin of the renewal window, as a part of the lifetime
   * @param renewUntil end of the window
   * @param requestsPerSecond what the dependency is asked when all is well
   * @param outlastsSeconds the longest outage in which no token goes dark, if nothing limits what
   *     is asked afterwards
   * @param neededPerSecond the least rate tried with which no token goes dark; null when there is
   *     none
   * @param drainSeconds from the end of the outage until nobody waited, at that rate; null when
   *     that takes more than two lifetimes
   */
  public record Answer(
      long ttlSeconds,
      double renewFrom,
      double renewUntil,
      double requestsPerSecond,
      long outlastsSeconds,
      @Nullable Double neededPerSecond,
      @Nullable Double drainSeconds) {

    /** For lists of names. */
    public String name() {
      var lifetime = Spans.words(Duration.ofSeconds(ttlSeconds)).replace(" ", "");
      return lifetime + "@" + renewFrom + "-" + renewUntil;
    }
  }

  private Capacity(Question question) {
    this.question = question;
    this.played = Math.min(MOST_PLAYED, question.inRegion());
  }

  /**
   * Answers.
   *
   * @param progress is told how many of {@link #TRIES} are done
   * @throws InterruptedException when whoever waits for it gives up
   */
  public static List<Answer> of(Question question, IntConsumer progress)
      throws InterruptedException {
    var capacity = new Capacity(question);
    var answers = new ArrayList<Answer>();
    for (var ttl : LIFETIMES) {
      for (var window : WINDOWS) {
        progress.accept(answers.size());
        answers.add(capacity.answer(ttl, window));
      }
    }
    return answers;
  }

  private static RenewalPolicy window(double from, double until) {
    return new RenewalPolicy(from, until, RenewalPolicy.DEFAULT.longest());
  }

  private Answer answer(Duration ttl, RenewalPolicy window) throws InterruptedException {
    var endless = new PlannedOutage(question.outage().dependency(), start(ttl), ttl, 1);
    var knee = play(ttl, window, endless, 0).firstDarkSeconds();
    var outlasts = knee == null ? ttl.toSeconds() : knee;
    var normally = normally(ttl, window);
    var needed =
        outlasts < question.outage().duration().toSeconds()
            ? null
            : leastRate(ttl, window, normally);
    return new Answer(
        ttl.toSeconds(),
        window.earliest(),
        window.latest(),
        rounded(scaled(normally)),
        outlasts,
        needed == null ? null : rounded(scaled(needed.perSecond)),
        needed == null ? null : needed.drainSeconds);
  }

  private static double rounded(double perSecond) {
    return Math.round(100 * perSecond) / 100.0;
  }

  private double scaled(double perSecond) {
    return perSecond * question.inRegion() / played;
  }

  private static Duration start(Duration ttl) {
    return ttl.multipliedBy(2);
  }

  private double normally(Duration ttl, RenewalPolicy window) throws InterruptedException {
    return Rehearsal.of(scenario(ttl, window, List.of(), Map.of(), ttl.multipliedBy(4)), _ -> {})
        .meanRequestsPerSecond();
  }

  private record Rate(double perSecond, @Nullable Double drainSeconds) {}

  /** By halves: a rate that is enough stays enough when it is higher. */
  private @Nullable Rate leastRate(Duration ttl, RenewalPolicy window, double normally)
      throws InterruptedException {
    Rate enough = null;
    var from = 0;
    var until = MULTIPLES.length;
    while (from < until) {
      var middle = (from + until) / 2;
      var perSecond = normally * MULTIPLES[middle];
      var outage =
          new PlannedOutage(
              question.outage().dependency(), start(ttl), question.outage().duration(), 1);
      var report = play(ttl, window, outage, perSecond);
      if (report.dark() == 0) {
        enough = new Rate(perSecond, report.drainSeconds());
        until = middle;
      } else {
        from = middle + 1;
      }
    }
    return enough;
  }

  private Report play(Duration ttl, RenewalPolicy window, PlannedOutage outage, double perSecond)
      throws InterruptedException {
    var limits =
        perSecond == 0 ? Map.<Dependency, Double>of() : Map.of(outage.dependency(), perSecond);
    var length = outage.end().plus(ttl.multipliedBy(2));
    return Rehearsal.of(scenario(ttl, window, List.of(outage), limits, length), _ -> {});
  }

  private Scenario scenario(
      Duration ttl,
      RenewalPolicy window,
      List<PlannedOutage> outages,
      Map<Dependency, Double> limits,
      Duration length) {
    return new Scenario(
        played, 1, length, ttl, window, limits, question.latency(), outages, question.seed());
  }
}
