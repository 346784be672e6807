package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.token.RenewalPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is rehearsed.
 *
 * @param clusters of the whole fleet; each has a token for logs and one for metrics
 * @param regions each with an IAM, a logging and a metrics service of its own; the clusters are
 *     spread evenly
 * @param length how long to play
 * @param ttl lifetime of every token, that of IAM included
 * @param renewal when tokens are renewed
 * @param perSecond how many requests a dependency of each region takes in a second before it
 *     answers 429 with {@code Retry-After: 1}; one that is not named takes all
 * @param latency of every answer
 * @param outages at most one that is whole
 * @param seed of every draw
 */
public record Scenario(
    int clusters,
    int regions,
    Duration length,
    Duration ttl,
    RenewalPolicy renewal,
    Map<Dependency, Double> perSecond,
    Duration latency,
    List<PlannedOutage> outages,
    long seed) {

  /** The most clusters that can be rehearsed. */
  public static final int MOST_CLUSTERS = 4_000_000;

  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int MINUTE = 60;
  private static final int STEPS = 288;

  /**
   * Takes the scenario as it is.
   *
   * @throws IllegalArgumentException for one that can't be played, with a sentence that says why
   */
  public Scenario {
    perSecond = Map.copyOf(perSecond);
    outages = List.copyOf(outages);
    require(1 <= clusters && clusters <= MOST_CLUSTERS, "1 to 4,000,000 clusters");
    require(1 <= regions && regions <= clusters, "1 region or more, and no more than clusters");
    require(
        Duration.ofMinutes(1).compareTo(length) <= 0 && length.compareTo(LONGEST) <= 0,
        "a length of 1 minute to 31 days");
    require(ttl.toSeconds() >= 60 && ttl.compareTo(LONGEST) <= 0, "tokens of 1 minute to 31 days");
    require(perSecond.values().stream().allMatch(n -> n > 0), "a rate limit over 0");
    require(latency.toMillis() >= 1 && latency.toSeconds() < 60, "a latency of 1 ms to 1 minute");
    require(
        outages.stream().filter(PlannedOutage::whole).count() <= 1,
        "one whole outage at most: a second one would hide what the first did");
    require(
        outages.stream().allMatch(outage -> outage.end().compareTo(length) < 0),
        "outages that end before the rehearsal does");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("A rehearsal needs " + what + ".");
    }
  }

  /** The outage in which nothing gets through, if there is one. */
  Optional<PlannedOutage> whole() {
    return outages.stream().filter(PlannedOutage::whole).findFirst();
  }

  /** The dependency looked at: that of the first outage, else IAM. */
  public Dependency watched() {
    return outages.isEmpty() ? Dependency.IAM : outages.getFirst().dependency();
  }

  /** The outages of the dependency looked at. */
  List<PlannedOutage> watchedOutages() {
    return outages.stream().filter(outage -> outage.dependency() == watched()).toList();
  }

  /** How many clusters the n-th region has. */
  int clustersOf(int region) {
    return clusters / regions + (region < clusters % regions ? 1 : 0);
  }

  int seconds() {
    return Math.toIntExact(length.toSeconds());
  }

  /** How long a step of the timeline is: whole minutes, so that there are 288 steps at most. */
  int secondsOfStep() {
    var minutes = (seconds() + MINUTE - 1) / MINUTE;
    return (minutes + STEPS - 1) / STEPS * MINUTE;
  }
}
