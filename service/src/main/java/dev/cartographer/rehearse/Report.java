package dev.cartographer.rehearse;

import java.util.List;
import java.util.Optional;

/**
 * What came of a rehearsal.
 *
 * @param dark tokens that ended before they were replaced
 * @param darkSeconds for how long in all, each for itself
 * @param peakDark how many bindings were dark at once, at most
 * @param firstDarkSeconds when the first went dark, after the outage began (without an outage:
 *     after the beginning); empty when none did
 * @param avoidableExpiries tokens that ended after the outage's end was seen, beyond those that the
 *     best possible order would have lost in as many calls each second; without a whole outage all
 *     that ended
 * @param unseenSeconds from the end of the outage until a probe found it
 * @param drainSeconds from the end of the outage until nobody waited; empty when that did not come
 *     to be, or without an outage
 * @param peakRequestsPerSecond at the watched dependency, in one second
 * @param meanRequestsPerSecond at the watched dependency, over the whole time
 * @param amplification requests at the watched dependency during the outages, as a multiple of what
 *     they would have been otherwise; empty without an outage
 * @param peakToMean the renewals in the busiest minute as a multiple of the mean, from two
 *     lifetimes after the last outage on; empty when the rehearsal ends before that
 * @param iamCallsPerBindingAndLifetime requests to IAM for each renewal, both signals counted
 * @param renewals that went well
 * @param leastLeft the least part of its lifetime that a token had left when it was replaced; below
 *     zero when it had ended
 */
public record Report(
    long dark,
    long darkSeconds,
    long peakDark,
    Optional<Long> firstDarkSeconds,
    long avoidableExpiries,
    Optional<Double> unseenSeconds,
    Optional<Double> drainSeconds,
    long peakRequestsPerSecond,
    double meanRequestsPerSecond,
    Optional<Double> amplification,
    Optional<Double> peakToMean,
    double iamCallsPerBindingAndLifetime,
    long renewals,
    double leastLeft,
    Timeline timeline) {

  /**
   * How it went over time, in steps of five minutes.
   *
   * @param runway how much of their lifetime tokens had left at each step
   * @param dark the most bindings dark at once within each step
   * @param requests the most requests in one second at the watched dependency within each step
   */
  public record Timeline(List<Runway> runway, List<Long> dark, List<Long> requests) {}

  /** The part of its lifetime that is left of a token: of the first to end, of a tenth, of half. */
  public record Runway(double least, double tenth, double half) {}
}
