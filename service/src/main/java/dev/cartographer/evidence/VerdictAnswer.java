package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.evidence.Reading.Exchanging;
import dev.cartographer.evidence.Reading.Mark;
import dev.cartographer.evidence.Reading.Noted;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.DecisionTable;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Verdict;
import dev.cartographer.verdict.VerdictText;
import dev.cartographer.view.VerdictView;
import dev.cartographer.view.VerdictView.RulingView;
import java.util.List;
import java.util.stream.Stream;

/** What a person is told who asks who is at fault on a carrier. */
public final class VerdictAnswer {
  private static final String ICE = "armada-ice";

  private VerdictAnswer() {}

  /** The answer; the same evidence always gives the same. */
  public static VerdictView of(Carrier carrier, Gathered gathered) {
    var verdict = DecisionTable.decide(gathered.matter());
    var quiet = quiet(gathered);
    return new VerdictView(
        carrier.name().text(),
        carrier.region().text(),
        quiet || verdict.holds(),
        quiet ? List.of(allIsQuiet(carrier)) : VerdictText.sentences(verdict),
        quiet ? List.of() : atFault(verdict),
        verdict.rulings().stream().map(VerdictAnswer::view).toList(),
        Stream.concat(verdict.notes().stream(), probes(gathered, verdict)).toList(),
        gathered.items().stream().map(GatheredJson::view).toList());
  }

  /** No alert, and nothing of ours that fails: there is no fault to be anybody's. */
  private static boolean quiet(Gathered gathered) {
    return gathered.matter().firing().isEmpty()
        && gathered.items().stream().map(Evidence::reading).noneMatch(VerdictAnswer::alarming);
  }

  private static boolean alarming(Reading reading) {
    return switch (reading) {
      case Exchanging _, Probed _, Controlled _ -> reading.mark() == Mark.ILL;
      case Noted(var circumstance) -> circumstance == Circumstance.DEADLOCK;
      case Reading.Alerting(var fires) -> fires;
      case Reading.Displayed _, Reading.Announced _, Reading.Changed _ -> false;
    };
  }

  /**
   * Of a dependency that no rule was asked about: there is nothing to rule, yet something to see.
   */
  private static Stream<String> probes(Gathered gathered, Verdict verdict) {
    var ruled = verdict.rulings().stream().map(Ruling::about).toList();
    return gathered.matter().findings().entrySet().stream()
        .filter(e -> !ruled.contains(e.getKey()) && e.getValue().probe() == Probe.DOWN)
        .map(e -> e.getKey().word() + ": its probe is down, and no exchange has suffered");
  }

  private static String allIsQuiet(Carrier carrier) {
    return "Nothing is wrong on %s as far as is known: no alert fires, and no exchange fails."
        .formatted(carrier.name());
  }

  private static List<String> atFault(Verdict verdict) {
    return Stream.concat(
            verdict.atFault().stream().sorted().map(Dependency::word),
            verdict.ourselves() ? Stream.of(ICE) : Stream.empty())
        .toList();
  }

  private static RulingView view(Ruling ruling) {
    return new RulingView(
        ruling.rule(),
        ruling.about().word(),
        switch (ruling.outcome()) {
          case Outcome.AtFault() -> "at_fault";
          case Outcome.Ourselves(_) -> "ourselves";
          case Outcome.Cleared() -> "cleared";
          case Outcome.FollowsFromIam() -> "follows_from_iam";
          case Outcome.Hold(_) -> "hold";
        },
        ruling.confidence().word());
  }
}
