package dev.cartographer.delivery;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Signal;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.ServiceToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Keeps tokens ready for agents that ask for them, in the memory of this process.
 *
 * <p>Nobody makes a token that nobody asks for: a binding whose agents have not asked this process
 * for a while has a fault, and it is the cluster's.
 */
public final class PullDelivery implements Delivery {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Clock clock;
  private final Map<Key, Shelf> shelves = new ConcurrentHashMap<>();

  private record Key(long cluster, Signal signal) {}

  public PullDelivery(Clock clock) {
    this.clock = clock;
  }

  /** The shelf of a binding, which is made when there is none. */
  public Shelf shelf(long cluster, Signal signal) {
    return shelves.computeIfAbsent(new Key(cluster, signal), _ -> new Shelf());
  }

  /** Tells agents that wait here for a binding's token that none came of a try. */
  public void disappoint(Binding binding) {
    Optional.ofNullable(shelves.get(key(binding))).ifPresent(Shelf::disappoint);
  }

  /** Clears what nobody has asked for in a while. */
  public void tidy() {
    var now = clock.instant();
    shelves.values().removeIf(shelf -> !lately(shelf.askedAt(), now));
  }

  /** How many bindings have a shelf. */
  public int count() {
    return shelves.size();
  }

  /**
   * What agents hold or are given when they ask next, as far as this process knows.
   *
   * @throws DependencyFailure {@code NOT_ASKED} when none of them has asked this process lately
   */
  @Override
  public Held held(Binding binding) {
    var shelf = Optional.ofNullable(shelves.get(key(binding)));
    var asked = shelf.flatMap(Shelf::askedAt);
    if (!lately(asked, clock.instant())) {
      throw new DependencyFailure(notAsked(binding, asked));
    }
    return shelf.orElseThrow().held();
  }

  /** Nothing: agents that ask are configured where they are. */
  @Override
  public void configure(Binding binding) {}

  @Override
  public Delivered deliver(Binding binding, ServiceToken token, Note note) {
    var cluster = binding.cluster();
    return shelf(cluster.id(), binding.signal()).put(token, note, cluster.version());
  }

  @Override
  public TakenBack takeBack(Binding binding, Predicate<Note> ours) {
    var shelf = Optional.ofNullable(shelves.get(key(binding)));
    if (shelf.flatMap(Shelf::note).filter(ours).isPresent()) {
      shelf.orElseThrow().clear();
      shelves.remove(key(binding));
    }
    return new TakenBack.Done();
  }

  private static Key key(Binding binding) {
    return new Key(binding.cluster().id(), binding.signal());
  }

  private static boolean lately(Optional<Instant> asked, Instant now) {
    return asked.filter(at -> now.isBefore(at.plus(PATIENCE))).isPresent();
  }

  private static Fault notAsked(Binding binding, Optional<Instant> asked) {
    return new Fault(
        Dependency.CLUSTER,
        FaultKind.NOT_ASKED,
        "no agent has asked for the token of "
            + binding
            + asked.map(at -> " since " + at).orElse(" yet"));
  }
}
