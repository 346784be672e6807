package dev.cartographer.duty;

import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Docket;
import dev.cartographer.incident.Incident;
import dev.cartographer.store.IncidentJson;
import dev.cartographer.verdict.Case;
import dev.cartographer.verdict.Findings;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import dev.cartographer.verdict.Findings.StatusPage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The world as evidence would find it: each dependency works, fails or is blocked. */
final class Situation implements Diagnosis {
  static final Findings WELL = found(Exchanges.OK, Probe.UP_FUNCTIONAL);
  static final Findings DOWN = found(Exchanges.FAIL_DEPENDENCY, Probe.DOWN);
  static final Findings BLOCKED = found(Exchanges.NO_DATA, Probe.UNKNOWN);

  private final Map<Dependency, Findings> world = new EnumMap<>(Dependency.class);

  Situation() {
    allIs(WELL);
  }

  void is(Dependency dependency, Findings findings) {
    world.put(dependency, findings);
  }

  void allIs(Findings findings) {
    Set.of(Dependency.IAM, Dependency.LOGGING, Dependency.METRICS)
        .forEach(dependency -> world.put(dependency, findings));
  }

  void iamIsDown() {
    allIs(BLOCKED);
    is(Dependency.IAM, DOWN);
  }

  @Override
  public Found of(Incident incident) {
    var matter =
        new Case(Docket.dependencies(incident.firing()), world, Case.Control.UNKNOWN, Set.of());
    return new Found(matter, IncidentJson.write(matter));
  }

  private static Findings found(Exchanges exchanges, Probe probe) {
    return new Findings(
        exchanges,
        probe,
        StatusPage.UNKNOWN,
        Cie.UNKNOWN,
        Scope.REGIONAL,
        OwnChange.NONE,
        false,
        true);
  }
}
