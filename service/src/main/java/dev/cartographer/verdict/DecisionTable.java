package dev.cartographer.verdict;

import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static dev.cartographer.fault.Dependency.METRICS;
import static dev.cartographer.verdict.Confidence.HIGH;
import static dev.cartographer.verdict.Confidence.LOW;
import static dev.cartographer.verdict.Confidence.MEDIUM;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.StatusPage;
import dev.cartographer.verdict.Ruling.Cause;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Ruling.Outcome.AtFault;
import dev.cartographer.verdict.Ruling.Outcome.Cleared;
import dev.cartographer.verdict.Ruling.Outcome.FollowsFromIam;
import dev.cartographer.verdict.Ruling.Outcome.Hold;
import dev.cartographer.verdict.Ruling.Outcome.Ourselves;
import dev.cartographer.verdict.Ruling.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides who is at fault: rules G1 to G5 for the incident as a whole, then IAM, then logging and
 * metrics, which need IAM, by rules D1 to D7. The same case always gives the same verdict, and
 * every case gives one.
 */
public final class DecisionTable {
  private final Case matter;

  private DecisionTable(Case matter) {
    this.matter = matter;
  }

  public static Verdict decide(Case matter) {
    return new DecisionTable(matter).verdict();
  }

  private Verdict verdict() {
    var rulings = whole().map(List::of).orElseGet(this::each);
    return new Verdict(
        matter.is(Circumstance.MONITORING_IMPAIRED) ? capped(rulings) : rulings, notes(rulings));
  }

  /** G1 to G4: what rules the incident as a whole. */
  private Optional<Ruling> whole() {
    if (matter.is(Circumstance.UNUSABLE_ALERT)) {
      return Optional.of(ruling("G1", IAM, new Ourselves(Cause.BAD_ALERT), LOW));
    }
    if (matter.is(Circumstance.MUTED)) {
      return Optional.of(ruling("G2", IAM, new Hold(Reason.MUTED), HIGH));
    }
    if (healthyAgain()) {
      return Optional.of(
          matter.is(Circumstance.FLAPPING)
              ? ruling("G3", IAM, new Ourselves(Cause.FLAPPING), LOW)
              : ruling("G3", IAM, new Hold(Reason.FLAP), MEDIUM));
    }
    if (matter.control() == Control.BAD) {
      return Optional.of(ruling("G4", IAM, new Ourselves(Cause.CARRIER_NETWORK), HIGH));
    }
    return matter.is(Circumstance.DEADLOCK)
        ? Optional.of(ruling("G4", IAM, new Ourselves(Cause.DEADLOCK), HIGH))
        : Optional.empty();
  }

  private boolean healthyAgain() {
    return !matter.firing().isEmpty()
        && matter.firing().stream()
            .map(matter::of)
            .allMatch(f -> f.exchanges() == Exchanges.OK && f.probe() != Probe.DOWN);
  }

  /** G5: what is decided without Prometheus is never certain. */
  private static List<Ruling> capped(List<Ruling> rulings) {
    return rulings.stream()
        .map(r -> r.confidence() == HIGH && !(r.outcome() instanceof Cleared) ? r.lower() : r)
        .toList();
  }

  private List<Ruling> each() {
    var rulings = new ArrayList<Ruling>();
    var iam = maintained(IAM).orElseGet(() -> FaultTable.of(IAM, matter.of(IAM)));
    if (lookedAt(IAM) || stands(iam)) {
      rulings.add(iam);
    }
    for (var service : List.of(LOGGING, METRICS)) {
      if (lookedAt(service)) {
        rulings.add(service(service, iam));
      }
    }
    return rulings.isEmpty() ? List.of(iam) : rulings;
  }

  /** Those whose alert fires or whose exchanges fail; of the others nothing is said. */
  private boolean lookedAt(Dependency dependency) {
    return matter.firing().contains(dependency) || matter.of(dependency).exchanges().fail();
  }

  /** Whether something is the matter with IAM, so that what is behind it cannot be judged alone. */
  private boolean stands(Ruling iam) {
    return switch (iam.outcome()) {
      case AtFault() -> true;
      case Ourselves(var cause) -> cause != Cause.UNCLEAR || matter.of(IAM).exchanges().fail();
      case Hold(var reason) -> reason == Reason.MAINTENANCE;
      case Cleared(), FollowsFromIam() -> false;
    };
  }

  private Ruling service(Dependency service, Ruling iam) {
    var findings = matter.of(service);
    if (stands(iam) && !findings.exchanges().fail()) {
      return ruling("D1", service, new FollowsFromIam(), iam.confidence());
    }
    return maintained(service)
        .or(() -> beside(service, iam))
        .or(() -> together(service, iam))
        .orElseGet(() -> alone(service, iam));
  }

  /** D2: it fails with a token that IAM gave, and others say so too. */
  private Optional<Ruling> beside(Dependency service, Ruling iam) {
    return stands(iam) && saidToBeDown(matter.of(service))
        ? Optional.of(ruling("D2", service, new AtFault(), MEDIUM))
        : Optional.empty();
  }

  private Ruling alone(Dependency service, Ruling iam) {
    return stands(iam) && !beforeIam(service)
        ? ruling("D7", service, new Ourselves(Cause.UNCLEAR), LOW)
        : FaultTable.of(service, matter.of(service));
  }

  private boolean beforeIam(Dependency service) {
    return matter.is(
        service == LOGGING ? Circumstance.LOGGING_BEFORE_IAM : Circumstance.METRICS_BEFORE_IAM);
  }

  /** D6: work that was announced before is waited for. */
  private Optional<Ruling> maintained(Dependency dependency) {
    var findings = matter.of(dependency);
    return findings.status() == StatusPage.MAINTENANCE && findings.exchanges().fail()
        ? Optional.of(ruling("D6", dependency, new Hold(Reason.MAINTENANCE), MEDIUM))
        : Optional.empty();
  }

  /** D4 and D5: logging and metrics fail alike, while IAM works. */
  private Optional<Ruling> together(Dependency service, Ruling iam) {
    var both = List.of(matter.of(LOGGING), matter.of(METRICS));
    if (!(iam.outcome() instanceof Cleared)
        || !both.stream().allMatch(f -> f.exchanges() == Exchanges.FAIL_DEPENDENCY)) {
      return Optional.empty();
    }
    if (both.stream().allMatch(DecisionTable::saidToBeDown)) {
      return Optional.of(ruling("D5", service, new AtFault(), HIGH));
    }
    return matter.is(Circumstance.SAME_ONSET)
            && both.stream().allMatch(f -> f.probe() == Probe.UP_FUNCTIONAL)
        ? Optional.of(ruling("D4", service, new Ourselves(Cause.COMMON_MODE), MEDIUM))
        : Optional.empty();
  }

  private static boolean saidToBeDown(Findings findings) {
    return findings.probe() == Probe.DOWN || findings.announced();
  }

  private List<String> notes(List<Ruling> rulings) {
    var notes = new ArrayList<String>();
    if (matter.is(Circumstance.MONITORING_IMPAIRED)) {
      notes.add("monitoring impaired: Prometheus could not be asked");
    }
    for (var ruling : rulings) {
      var findings = matter.of(ruling.about());
      if (ruling.outcome() instanceof Cleared && saidToBeDown(findings)) {
        notes.add(
            ruling.about().word()
                + ": our exchanges work, though "
                + (findings.probe() == Probe.DOWN
                    ? "its probe is down"
                    : "its team announces trouble"));
      }
    }
    return notes;
  }

  private static Ruling ruling(
      String rule, Dependency about, Outcome outcome, Confidence confidence) {
    return new Ruling(rule, about, outcome, confidence);
  }
}
