package dev.cartographer.rehearse;

import dev.cartographer.rehearse.Playbill.Finding;
import dev.cartographer.view.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a report says in sentences. */
final class Findings {
  private final Scenario scenario;
  private final Report report;
  private final List<Finding> findings = new ArrayList<>();

  private Findings(Scenario scenario, Report report) {
    this.scenario = scenario;
    this.report = report;
  }

  static List<Finding> of(Scenario scenario, Report report) {
    var all = new Findings(scenario, report);
    all.dark();
    all.outage();
    all.load();
    all.renewals();
    return List.copyOf(all.findings);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is no part of Java
  private void add(String label, String sentence, Object... values) {
    findings.add(new Finding(label, String.format(Locale.ROOT, sentence, values)));
  }

  private void dark() {
    var first = report.firstDarkSeconds();
    if (first == null) {
      add("dark", "no token ended before it was replaced");
      return;
    }
    add(
        "dark",
        "%,d tokens ended before they were replaced, %,d bindings at once at most",
        report.dark(),
        report.peakDark());
    add(
        "first dark",
        scenario.outages().isEmpty()
            ? "%s after the beginning"
            : first < 0 ? "%s before the outage began" : "%s after the outage began",
        Spans.words(Duration.ofSeconds(Math.abs(first))));
    add(
        "avoidable",
        "%,d tokens could have been saved by a better order",
        report.avoidableExpiries());
    if (report.expiriesForShares() > 0) {
      add(
          "shares",
          "%,d tokens more, if none of the calls had been kept for the dark and for second tries",
          report.expiriesForShares());
    }
  }

  private void outage() {
    if (scenario.whole().isPresent()) {
      add("seen over", "%s", after(report.unseenSeconds(), "not before the end of the rehearsal"));
      add("drained", "%s", after(report.drainSeconds(), "not before the end of the rehearsal"));
    }
  }

  private static String after(@Nullable Double seconds, String never) {
    if (seconds == null) {
      return never;
    }
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s after the outage ended", seconds)
        : Spans.words(Duration.ofSeconds(Math.round(seconds))) + " after the outage ended";
  }

  private void load() {
    add(
        "load",
        "%s was asked %,.1f times a second on average, %,d times in its busiest second",
        Playbill.name(scenario.watched()),
        report.meanRequestsPerSecond(),
        report.peakRequestsPerSecond());
    var amplification = report.amplification();
    if (amplification != null) {
      add("in the outage", "%.2f times the requests of the lifetime before", amplification);
    }
    var peakToMean = report.peakToMean();
    if (peakToMean != null) {
      add(
          "the wave",
          "the busiest minute has %.2f times the renewals of the mean, two lifetimes after",
          peakToMean);
    }
    add("IAM", "%.2f requests per binding and lifetime", report.iamRequestsPerBindingAndLifetime());
  }

  private void renewals() {
    add(
        "renewals",
        report.leastLeft() < 0
            ? "%,d; the latest came %.0f %% of a lifetime after the end of the token before"
            : "%,d; the latest came with %.0f %% of the lifetime left",
        report.renewals(),
        100 * Math.abs(report.leastLeft()));
  }
}
