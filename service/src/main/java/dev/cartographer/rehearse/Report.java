package dev.cartographer.rehearse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a rehearsal. Load is that of one region's dependency, the busiest where they differ.
 *
 * @param rehearsed the command that gives the same report
 * @param dark tokens that ended before they were replaced
 * @param darkSeconds for how long in all, each for itself
 * @param peakDark how many bindings were dark at once, at most
 * @param firstDarkSeconds when the first went dark, after the first outage began or, without one,
 *     after the beginning; null when none did
 * @param avoidableExpiries tokens that could be saved when the end of the whole outage was seen and
 *     ended nevertheless, beyond those that the best possible order would have lost with the same
 *     calls; without a whole outage all that ended, since whoever failed could have been tried
 *     again
 * @param expiriesForShares tokens that ended after the end of the whole outage was seen since some
 *     calls were kept for the dark and for second tries, as promised to these
 * @param unseenSeconds from the end of the whole outage until a probe found it; null without one
 * @param drainSeconds from the end of the whole outage until nobody waited; null without one, or
 *     when that did not come to be
 * @param peakRequestsPerSecond at the dependency looked at
 * @param meanRequestsPerSecond at the dependency looked at, over the whole time
 * @param amplification requests at the dependency looked at during its outages, as a multiple of
 *     those in the lifetime before; null when there is nothing to compare
 * @param peakToMean renewals in the busiest minute as a multiple of the mean, from two lifetimes
 *     after the last outage on; null when the rehearsal ends before that
 * @param iamRequestsPerBindingAndLifetime requests to IAM
 * @param renewals that went well
 * @param leastLeft the least part of its lifetime that a token had left when it was replaced; below
 *     zero when it had ended
 */
public record Report(
    String rehearsed,
    long dark,
    long darkSeconds,
    long peakDark,
    @Nullable Long firstDarkSeconds,
    long avoidableExpiries,
    long expiriesForShares,
    @Nullable Double unseenSeconds,
    @Nullable Double drainSeconds,
    long peakRequestsPerSecond,
    double meanRequestsPerSecond,
    @Nullable Double amplification,
    @Nullable Double peakToMean,
    double iamRequestsPerBindingAndLifetime,
    long renewals,
    double leastLeft,
    Timeline timeline) {

  /**
   * How it went over time, in steps.
   *
   * @param stepSeconds how long a step is
   * @param runway how much of their lifetime tokens had left at the beginning of each step
   * @param dark the most bindings dark at once within each step
   * @param requests the most requests in one second at the dependency looked at within each step
   */
  public record Timeline(
      int stepSeconds, List<Runway> runway, List<Long> dark, List<Integer> requests) {}

  /**
   * What part of its lifetime is left of a token, of all tokens in order of their ends.
   *
   * @param least of the first to end
   * @param tenth of the one at a tenth
   * @param half of the one in the middle
   * @param nineTenths of the one at nine tenths
   */
  public record Runway(double least, double tenth, double half, double nineTenths) {}
}
