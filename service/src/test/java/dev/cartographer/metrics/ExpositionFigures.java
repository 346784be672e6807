package dev.cartographer.metrics;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.testing.Fleets;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy.Wish;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.Runway;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures what an exposition of many carriers costs, and what counting costs meanwhile; the
 * figures of {@code docs/performance.md}. Not a test: it asserts nothing, and nobody runs it but a
 * person.
 */
final class ExpositionFigures {
  private static final int ROUNDS = 30;
  private static final long COUNTING_NANOS = 5_000_000_000L;

  private final Exposition exposition = new Exposition();
  private final FleetMeters meters = new FleetMeters(exposition);
  private final FleetGauges gauges =
      new FleetGauges(
          exposition,
          Clock.systemUTC(),
          List.of(0.0, 0.1, 0.5, 0.9, 1.0),
          List.of(
              Duration.ofMinutes(5),
              Duration.ofMinutes(15),
              Duration.ofHours(1),
              Duration.ofHours(6)));
  private final Instant end = Instant.now().plusSeconds(3600);
  private final List<Carrier> carriers;
  private final List<Claim> claims;

  private ExpositionFigures(int count) {
    carriers =
        IntStream.range(0, count)
            .mapToObj(i -> new Carrier(new Name("prod-dal10-carrier" + i), new Name("r" + i % 20)))
            .toList();
    claims =
        carriers.stream().flatMap(c -> Stream.of(Signal.values()).map(s -> claim(c, s))).toList();
  }

  public static void main(String[] arguments) throws InterruptedException {
    var figures = new ExpositionFigures(Integer.parseInt(arguments[0]));
    figures.count();
    for (var i = 0; i < ROUNDS; i++) {
      figures.expose();
    }
    figures.countWhileExposing();
  }

  private static Claim claim(Carrier carrier, Signal signal) {
    var like = Fleets.cluster("acme-payments");
    var cluster =
        new Cluster(1, like.name(), like.tenant(), carrier, like.identity(), like.target(), 1);
    return new Claim(
        new Binding(cluster, signal),
        1,
        Optional.empty(),
        Wish.NONE,
        0,
        Duration.ZERO,
        Optional.empty());
  }

  private RotationOutcome outcome(Claim claim) {
    var note =
        new Note(1, end.minusSeconds(3600), end, new Fingerprint("0123456789abcdef01234567"));
    var took = Duration.ofMillis(3);
    return new Rotated(
        note,
        Reason.AGEING,
        end,
        List.of(
            new Attempt.Succeeded(Dependency.IAM, took),
            new Attempt.Succeeded(Dependency.issuing(claim.binding().signal()), took)));
  }

  private void count() {
    carriers.forEach(c -> meters.introduce(c.name().text(), c.region().text(), true));
    claims.forEach(claim -> meters.ended(claim, outcome(claim), Duration.ofMillis(9), true));
  }

  private void show() {
    gauges.show(
        claims.stream().map(this::runway).toList(), carriers.stream().map(this::runway).toList());
  }

  private Runway runway(Claim claim) {
    var carrier = claim.binding().cluster().carrier();
    return new Runway(
        carrier.name().text(),
        carrier.region().text(),
        claim.binding().signal().word(),
        Map.of(BindingState.VALID, 100L),
        List.of(end, end, end, end, end),
        end,
        List.of(1L, 2L, 3L, 4L));
  }

  private CarrierRunway runway(Carrier carrier) {
    var name = carrier.name().text();
    var region = carrier.region().text();
    return new CarrierRunway(
        name,
        region,
        Stream.of("iam", "logging", "metrics")
            .map(d -> new DependencyRunway(name, region, d, 200, 0, 0, end, end, end, end))
            .toList());
  }

  private void expose() {
    var began = cpu();
    show();
    var shown = cpu();
    var page = exposition.write(Format.TEXT, "");
    var written = cpu();
    System.out.printf(
        "roll-up shown in %.1f ms, exposition written in %.1f ms (CPU); %,d lines, %.1f MB%n",
        (shown - began) / 1e6,
        (written - shown) / 1e6,
        new String(page, StandardCharsets.UTF_8).lines().count(),
        page.length / 1e6);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** How long a count takes while another thread does nothing but expose. */
  private void countWhileExposing() throws InterruptedException {
    var stop = new AtomicBoolean();
    var exposing =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                show();
                exposition.write(Format.TEXT, "");
              }
            });
    var took = new long[20_000_000];
    var counted = 0;
    for (var until = System.nanoTime() + COUNTING_NANOS; System.nanoTime() < until; counted++) {
      var claim = claims.get(counted % claims.size());
      var outcome = outcome(claim);
      var began = System.nanoTime();
      meters.ended(claim, outcome, Duration.ofMillis(9), true);
      took[counted] = System.nanoTime() - began;
    }
    stop.set(true);
    exposing.join();
    Arrays.sort(took, 0, counted);
    System.out.printf(
        "%,d outcomes counted meanwhile: half in %,d ns, 99.9 %% in %,d ns, the slowest in %,d ns%n",
        counted, took[counted / 2], took[(int) (counted * 0.999)], took[counted - 1]);
  }
}
