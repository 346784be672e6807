package dev.cartographer.app;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.limit.Gates;
import dev.cartographer.limit.Outage;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.FaultView;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells what a binding waits for that is due and was not tried: the failure of the dependency whose
 * gate holds it back. The database knows the failures of those that were tried, and no more.
 */
final class Waiting {
  private final Gates gates;
  private final Instant now;

  Waiting(Gates gates, Instant now) {
    this.gates = gates;
    this.now = now;
  }

  /** The cluster, its waiting bindings with the failure they wait for. */
  ClusterView told(ClusterView cluster) {
    return new ClusterView(
        cluster.name(),
        cluster.tenant(),
        cluster.carrier(),
        cluster.region(),
        cluster.identity(),
        cluster.target(),
        cluster.enrolledAt(),
        cluster.leavingSince(),
        cluster.bindings().stream().map(this::told).toList());
  }

  private BindingView told(BindingView binding) {
    var due = binding.nextAt() != null && !binding.nextAt().isAfter(now);
    return due && binding.fault() == null
        ? outage(binding).map(outage -> with(binding, outage)).orElse(binding)
        : binding;
  }

  private Optional<Outage> outage(BindingView binding) {
    var signal = Signal.LOGS.word().equals(binding.signal()) ? Signal.LOGS : Signal.METRICS;
    return Stream.of(Dependency.IAM, Dependency.issuing(signal))
        .flatMap(d -> gates.of(new Name(binding.region()), d).outage().stream())
        .findFirst();
  }

  private static BindingView with(BindingView binding, Outage outage) {
    var fault = outage.fault();
    return new BindingView(
        binding.cluster(),
        binding.tenant(),
        binding.carrier(),
        binding.region(),
        binding.signal(),
        binding.state(),
        binding.generation(),
        binding.issuedAt(),
        binding.expiresAt(),
        binding.fingerprint(),
        binding.nextAt(),
        new FaultView(
            fault.dependency().word(),
            fault.kind().word(),
            fault.kind().code(),
            fault.detail(),
            outage.since(),
            outage.calls(),
            outage.nextProbe()),
        binding.pickup());
  }
}
