package dev.cartographer.store;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Signal;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.Runway;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of one carrier's runway, on their way to what people see. */
final class CarrierSteps {
  private final String carrier;
  private final String region;
  private final List<RunwayStep> steps = new ArrayList<>();

  CarrierSteps(String carrier, String region) {
    this.carrier = carrier;
    this.region = region;
  }

  void add(RunwayStep step) {
    steps.add(step);
  }

  /** The signals of which there is a binding. */
  List<Runway> signals(Instant now) {
    return steps.stream()
        .map(RunwayStep::signal)
        .distinct()
        .map(signal -> signal(signal, tally(List.of(signal), now), now))
        .toList();
  }

  private Runway signal(Signal signal, RunwayTally tally, Instant now) {
    var ends = RunwayReader.SHARES.stream().map(tally::darkAt).flatMap(Optional::stream).toList();
    var soon = RunwayReader.SOON.stream().map(s -> tally.endingBy(now.plus(s))).toList();
    return new Runway(
        carrier, region, signal.word(), tally.states(), ends, tally.firstDark().orElse(null), soon);
  }

  CarrierRunway runway(Instant now) {
    var signals = List.of(Signal.values());
    return new CarrierRunway(
        carrier,
        region,
        Stream.concat(
                Stream.of(dependency(Dependency.IAM, tally(signals, now))),
                signals.stream()
                    .map(s -> dependency(Dependency.issuing(s), tally(List.of(s), now))))
            .toList());
  }

  private RunwayTally tally(List<Signal> signals, Instant now) {
    return RunwayTally.of(steps.stream().filter(s -> signals.contains(s.signal())).toList(), now);
  }

  private DependencyRunway dependency(Dependency dependency, RunwayTally tally) {
    return new DependencyRunway(
        carrier,
        region,
        dependency.word(),
        tally.bindings(),
        tally.count(BindingState.EXPIRED),
        tally.count(BindingState.PENDING),
        tally.darkAt(0).orElse(null),
        tally.darkAt(0.1).orElse(null),
        tally.darkAt(0.5).orElse(null),
        tally.darkAt(1).orElse(null));
  }
}
