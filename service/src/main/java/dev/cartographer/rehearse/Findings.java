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

  private void add(String label, String sentence) {
    findings.add(new Finding(label, sentence));
  }

  private void dark() {
    var first = report.firstDarkSeconds();
    if (first == null) {
      add("dark", "no token ended before it was replaced");
      return;
    }
    add(
        "dark",
        String.format(
            Locale.ROOT,
            "%,d tokens ended before they were replaced, %,d bindings at once at most",
            report.dark(),
            report.peakDark()));
    var span = Spans.words(Duration.ofSeconds(Math.abs(first)));
    var since = first < 0 ? "before the outage began" : "after the outage began";
    add("first dark", span + " " + (scenario.outages().isEmpty() ? "after the beginning" : since));
    add(
        "avoidable",
        String.format(
            Locale.ROOT,
            "%,d tokens could have been saved by a better order",
            report.avoidableExpiries()));
    if (report.expiriesForShares() > 0) {
      add(
          "shares",
          String.format(
              Locale.ROOT,
              "%,d more, had no calls been kept for the dark and for second tries",
              report.expiriesForShares()));
    }
  }

  private void outage() {
    if (scenario.whole().isPresent()) {
      add("seen over", after(report.unseenSeconds()));
      add("drained", after(report.drainSeconds()));
    }
  }

  private static String after(@Nullable Double seconds) {
    if (seconds == null) {
      return "not before the end of the rehearsal";
    }
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s after the outage ended", seconds)
        : Spans.words(Duration.ofSeconds(Math.round(seconds))) + " after the outage ended";
  }

  private void load() {
    add(
        "load",
        String.format(
            Locale.ROOT,
            "%s was asked %,.1f times a second on average, %,d times in its busiest second",
            Playbill.name(scenario.watched()),
            report.meanRequestsPerSecond(),
            report.peakRequestsPerSecond()));
    var amplification = report.amplification();
    if (amplification != null) {
      add(
          "in the outage",
          String.format(
              Locale.ROOT, "%.2f times the requests of the lifetime before", amplification));
    }
    var peakToMean = report.peakToMean();
    if (peakToMean != null) {
      add(
          "the wave",
          String.format(
              Locale.ROOT,
              "the busiest minute has %.2f times the renewals of the mean, two lifetimes after",
              peakToMean));
    }
    add(
        "IAM",
        String.format(
            Locale.ROOT,
            "%.2f requests per binding and lifetime",
            report.iamRequestsPerBindingAndLifetime()));
  }

  private void renewals() {
    var left = Math.round(100 * report.leastLeft());
    var latest =
        left < 0
            ? "the latest came " + -left + " % of a lifetime after the end of the token before"
            : "the latest came with " + left + " % of the lifetime left";
    add("renewals", String.format(Locale.ROOT, "%,d; %s", report.renewals(), latest));
  }
}
