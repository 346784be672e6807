package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.view.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A scenario in words: for people to read, and as the command that plays it again. */
public final class Playbill {
  private final Scenario scenario;

  public Playbill(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Who plays, for how long, and how tokens are kept. */
  public String cast() {
    var regions = scenario.regions() == 1 ? "1 region" : count(scenario.regions()) + " regions";
    return String.join(
        "; ",
        count(scenario.clusters()) + " clusters in " + regions,
        "tokens of " + span(scenario.ttl()) + ", renewed at " + window() + " of their life",
        span(scenario.length()) + ", seed " + scenario.seed());
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private String window() {
    var renewal = scenario.renewal();
    return String.format(
        Locale.ROOT, "%.0f to %.0f %%", 100 * renewal.earliest(), 100 * renewal.latest());
  }

  /** What happens, and what limits there are; never empty. */
  public String plot() {
    var lines = new ArrayList<String>();
    scenario.outages().forEach(outage -> lines.add(told(outage)));
    limits()
        .forEach(
            (who, perSecond) -> lines.add(name(who) + " takes " + rate(perSecond) + " requests/s"));
    return lines.isEmpty() ? "Nothing fails" : String.join("; ", lines);
  }

  private static String told(PlannedOutage outage) {
    var what =
        outage.whole()
            ? "down"
            : String.format(Locale.ROOT, "failing %.0f %% of its calls", 100 * outage.share());
    return "%s %s for %s from %s on"
        .formatted(name(outage.dependency()), what, span(outage.duration()), span(outage.start()));
  }

  /** A rate as people write it. */
  static String rate(double perSecond) {
    return perSecond == Math.rint(perSecond)
        ? String.format(Locale.ROOT, "%,.0f", perSecond)
        : String.format(Locale.ROOT, "%,.2f", perSecond);
  }

  private Map<Dependency, Double> limits() {
    return new TreeMap<>(scenario.perSecond());
  }

  /** The command line that plays the same. */
  public String command() {
    var words = new ArrayList<String>();
    words.add("cartographer rehearse");
    words.add("--clusters=" + scenario.clusters());
    words.add("--regions=" + scenario.regions());
    words.add("--length=" + written(scenario.length()));
    words.add("--ttl=" + written(scenario.ttl()));
    words.add("--renew-from=" + scenario.renewal().earliest());
    words.add("--renew-until=" + scenario.renewal().latest());
    words.add("--latency=" + written(scenario.latency()));
    scenario.outages().forEach(outage -> words.add("--outage=" + written(outage)));
    limits()
        .forEach((who, perSecond) ->
            words.add("--rate-limit=" + who.word() + ":" + number(perSecond) + "/s"));
    words.add("--seed=" + scenario.seed());
    return String.join(" ", words);
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? Long.toString(Math.round(number))
        : Double.toString(number);
  }

  private static String written(PlannedOutage outage) {
    var share = outage.whole() ? "" : ":" + number(100 * outage.share()) + "%";
    return outage.dependency().word()
        + ":"
        + written(outage.duration())
        + share
        + "@"
        + written(outage.start());
  }

  private static String written(Duration span) {
    if (span.toMillisPart() > 0) {
      return span.toMillis() + "ms";
    }
    if (span.toSecondsPart() > 0) {
      return span.toSeconds() + "s";
    }
    return span.toMinutesPart() > 0 ? span.toMinutes() + "m" : span.toHours() + "h";
  }

  private static String span(Duration span) {
    return span.toSeconds() > 0 ? Spans.words(span) : span.toMillis() + " ms";
  }

  /** What a dependency is called in a sentence. */
  public static String name(Dependency dependency) {
    return switch (dependency) {
      case IAM -> "IAM";
      case LOGGING -> "the logging service";
      case METRICS -> "the metrics service";
      case CLUSTER, CARTOGRAPHER -> dependency.word();
    };
  }

  /** What a report says, a label and a sentence each. */
  public List<Finding> findings(Report report) {
    return Findings.of(scenario, report);
  }

  /** One thing that came out. */
  public record Finding(String label, String sentence) {}
}
