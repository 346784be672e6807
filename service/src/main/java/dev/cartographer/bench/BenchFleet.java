package dev.cartographer.bench;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.store.FleetTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A fleet of any size: every cluster has an identity and a sealed secret of its own, a namespace on
 * one of the API servers, one of a hundred tenants, and lies on the carrier of its API server.
 */
record BenchFleet(int clusters, int apiServers) {
  static final String REGION = "bench";
  private static final int TENANTS = 100;
  private static final int AT_ONCE = 10_000;

  /** Enrols all of it, and tells how many are there. */
  void enrol(FleetTable fleet, Instant now, IntConsumer progress) {
    var carriers = IntStream.range(0, apiServers).mapToObj(BenchFleet::carrier).toList();
    for (var from = 0; from < clusters; from += AT_ONCE) {
      var until = Math.min(clusters, from + AT_ONCE);
      var chunk = IntStream.range(from, until).mapToObj(this::cluster).toList();
      fleet.enrol(from == 0 ? carriers : List.of(), chunk, false, "bench", now);
      progress.accept(until);
    }
  }

  static Carrier carrier(int apiServer) {
    return new Carrier(new Name("carrier-" + apiServer), new Name(REGION));
  }

  private Enrolment cluster(int number) {
    var apiServer = number % apiServers;
    var name = "c%07d".formatted(number);
    return new Enrolment(
        new Name(name),
        new Name("tenant-" + number % TENANTS),
        carrier(apiServer),
        new Identity.Client(
            name, new SecretRef.Inline(new SecretText(StubIam.secretOf(name)))),
        new Target.Namespace(
            new SecretRef.FromFile(Place.kubeconfig(apiServer)), Optional.empty(), new Name(name)));
  }
}
