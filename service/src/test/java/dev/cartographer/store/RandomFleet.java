package dev.cartographer.store;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Name;
import dev.cartographer.limit.Admission;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.Claiming;
import dev.cartographer.testing.Fleets;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** One process and its people, who do all that can be done to bindings, as a seed says. */
final class RandomFleet {
  static final List<Carrier> CARRIERS =
      List.of(carrier("dal10", "us-south"), carrier("fra02", "eu-de"), carrier("syd01", "au-syd"));

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final List<Fault> FAULTS =
      List.of(
          new Fault(Dependency.IAM, FaultKind.HTTP_5XX, "IAM answered 503"),
          new Fault(Dependency.IAM, FaultKind.IDENTITY_REJECTED, "IAM knows no such client"),
          new Fault(Dependency.LOGGING, FaultKind.NOT_ENTITLED, "logging grants it nothing"),
          new Fault(Dependency.CLUSTER, FaultKind.CONNECT, "its API server refused"));

  private final Store store;
  private final AtomicLong clock;
  private final SplittableRandom random;
  private final List<String> names = new ArrayList<>();
  private final List<Claim> claimed = new ArrayList<>();
  private final String prefix;
  private int made;

  /** How many outcomes were refused, since another had claimed the binding. */
  long refused;

  /**
   * A process without clusters.
   *
   * @param clock in milliseconds since 1970, shared by all processes
   */
  RandomFleet(Store store, AtomicLong clock, long seed) {
    this.store = store;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
    this.prefix = "c" + seed + "-";
  }

  private static Carrier carrier(String name, String region) {
    return new Carrier(new Name(name), new Name(region));
  }

  Instant now() {
    return Instant.ofEpochMilli(clock.get());
  }

  void doAnything() {
    switch (random.nextInt(14)) {
      case 0 -> enrolSome();
      case 1 -> moveOne();
      case 2 -> clock.addAndGet(random.nextLong(20_000));
      case 3 -> new RunwayFold(store.database()).fold();
      case 4 -> ask();
      case 5 -> leaveOne();
      case 6 -> claimed.addAll(store.queue().claimLeaving(4, now(), LEASE));
      case 7, 8, 9 -> claimed.addAll(claim(1 + random.nextInt(8)));
      default -> record();
    }
  }

  private List<Claim> claim(int most) {
    return Claiming.claim(store.queue(), most, now(), LEASE);
  }

  private void enrolSome() {
    var some = IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> newName()).toList();
    enrol(some.stream().map(this::anywhere).toList());
  }

  private String newName() {
    names.add(prefix + made++);
    return names.getLast();
  }

  private void moveOne() {
    if (!names.isEmpty()) {
      enrol(List.of(anywhere(names.get(random.nextInt(names.size())))));
    }
  }

  /** Or forgets one; who leaves is asked for nothing more. */
  private void leaveOne() {
    if (names.size() > 4) {
      var name = names.remove(random.nextInt(names.size()));
      if (random.nextInt(3) == 0) {
        store.removals().forget(name, "test", now());
      } else {
        store.removals().ask(name, "test", now());
      }
    }
  }

  private Enrolment anywhere(String name) {
    var like = Fleets.cluster(name);
    var carrier = CARRIERS.get(random.nextInt(CARRIERS.size()));
    return new Enrolment(like.name(), like.tenant(), carrier, like.identity(), like.target());
  }

  private void enrol(List<Enrolment> clusters) {
    store.fleet().enrol(CARRIERS, clusters, false, "test", now());
  }

  private void ask() {
    if (!names.isEmpty()) {
      var name = names.get(random.nextInt(names.size()));
      store.requests().ofCluster(name, Optional.empty(), "test", now());
    }
  }

  /** Of any claim that is out; one whose lease has ended may find its fence fallen. */
  private void record() {
    if (!claimed.isEmpty()) {
      var claim = claimed.remove(random.nextInt(claimed.size()));
      if (!store.queue().record(claim, outcome(claim), now())) {
        refused++;
      }
    }
  }

  private RotationOutcome outcome(Claim claim) {
    var next = now().plusMillis(random.nextLong(60_000));
    if (claim.wish() == Wish.LEAVING && random.nextBoolean()) {
      return new Gone(Optional.empty(), next);
    }
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          new Failed(
              FAULTS.get(random.nextInt(FAULTS.size())), Duration.ofSeconds(1), next, List.of());
      case 2 -> new Fresh(claim.recorded().orElseGet(() -> newNote(claim)), next, List.of());
      case 3 -> new Waits(Dependency.IAM, Admission.Reason.OUTAGE, next, List.of());
      default -> new Rotated(newNote(claim), Reason.AGEING, next, List.of());
    };
  }

  /** Of a token that lasts minutes, to the microsecond, or has ended. */
  private Note newNote(Claim claim) {
    var end = now().plusNanos(random.nextLong(-60_000_000L, 600_000_000L) * 1000);
    return new Note(
        claim.recorded().map(Note::generation).orElse(0L) + 1,
        end.minusSeconds(900),
        end,
        Fingerprint.of(new SecretText("a token")));
  }
}
