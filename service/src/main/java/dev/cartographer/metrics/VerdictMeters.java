package dev.cartographer.metrics;

import dev.cartographer.evidence.Evidence;
import dev.cartographer.evidence.Gathered;
import dev.cartographer.evidence.Reading.Mark;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts verdicts, and what they rest on. */
public final class VerdictMeters {
  private final MeterRegistry registry;

  public VerdictMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a verdict on an incident; one that a person only asked for is none. */
  public void decided(Verdict verdict) {
    verdict.rulings().forEach(this::ruled);
  }

  private void ruled(Ruling ruling) {
    Counter.builder("cartographer.verdicts")
        .description("Rulings of verdicts on incidents, by rule and by whom they page.")
        .tag("rule", ruling.rule())
        .tag("confidence", ruling.confidence().word())
        .tag("team", team(ruling))
        .register(registry)
        .increment();
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
    Counter.builder("cartographer.evidence")
        .description("Items of evidence by source, and whether anything was learnt.")
        .tag("source", item.source())
        .tag("kind", item.reading().kind())
        .tag("known", item.reading().mark() == Mark.UNKNOWN ? "no" : "yes")
        .register(registry)
        .increment();
  }
}
