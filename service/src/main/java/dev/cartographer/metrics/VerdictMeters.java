package dev.cartographer.metrics;

import dev.cartographer.evidence.Evidence;
import dev.cartographer.evidence.Gathered;
import dev.cartographer.evidence.Reading.Mark;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Verdict;

/** Counts verdicts, and what they rest on. */
public final class VerdictMeters {
  private final Counter verdicts;
  private final Counter evidence;

  public VerdictMeters(Exposition exposition) {
    this.verdicts =
        exposition.counter(
            "cartographer_verdicts_total",
            "Rulings of verdicts on incidents, by rule and by whom they page.",
            "rule",
            "confidence",
            "team");
    this.evidence =
        exposition.counter(
            "cartographer_evidence_total",
            "Items of evidence by source, and whether anything was learnt.",
            "source",
            "kind",
            "known");
  }

  /** Counts a verdict on an incident; one that a person only asked for is none. */
  public void decided(Verdict verdict) {
    verdict.rulings().forEach(this::ruled);
  }

  private void ruled(Ruling ruling) {
    verdicts.increment(ruling.rule(), ruling.confidence().word(), team(ruling));
  }

  private static String team(Ruling ruling) {
    return switch (ruling.outcome()) {
      case Outcome.AtFault() -> ruling.about().word();
      case Outcome.Ourselves(_) -> "armada-ice";
      case Outcome.Cleared(), Outcome.FollowsFromIam(), Outcome.Hold(_) -> "none";
    };
  }

  /** Counts the items of a gathering. */
  public void gathered(Gathered gathered) {
    gathered.items().forEach(this::learnt);
  }

  private void learnt(Evidence item) {
    var known = item.reading().mark() == Mark.UNKNOWN ? "no" : "yes";
    evidence.increment(item.source(), item.reading().kind(), known);
  }
}
