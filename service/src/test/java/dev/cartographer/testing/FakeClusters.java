package dev.cartographer.testing;

import dev.cartographer.delivery.Delivery;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fleet.Binding;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.ServiceToken;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Clusters held in memory: they compare and set as a real one does. */
public final class FakeClusters implements Delivery {
  private final Map<Long, Held> held = new ConcurrentHashMap<>();
  private volatile Optional<Fault> failing = Optional.empty();
  private volatile Optional<Fault> unconfigured = Optional.empty();

  public void failWith(Fault fault) {
    failing = Optional.of(fault);
  }

  public void heal() {
    failing = Optional.empty();
  }

  /** How many bindings hold something. */
  public int count() {
    return held.size();
  }

  /** Somebody deletes the Secret by hand. */
  public void delete(Binding binding) {
    held.remove(binding.id());
  }

  /** Somebody puts something there by hand, or restores a backup. */
  public void put(Binding binding, Held there) {
    held.put(binding.id(), there);
  }

  @Override
  public Held held(Binding binding) {
    failing.ifPresent(fault -> {
      throw new DependencyFailure(fault);
    });
    return held.getOrDefault(binding.id(), new Held.Absent());
  }

  /** No agent of any binding takes its configuration any more. */
  public void failConfiguringWith(Fault fault) {
    unconfigured = Optional.of(fault);
  }

  public void healConfiguring() {
    unconfigured = Optional.empty();
  }

  @Override
  public void configure(Binding binding) {
    unconfigured.ifPresent(fault -> {
      throw new DependencyFailure(fault);
    });
  }

  @Override
  public Delivered deliver(Binding binding, ServiceToken token, Note note) {
    held(binding);
    var after =
        held.merge(
            binding.id(),
            new Held.Present(note),
            (there, ours) ->
                there instanceof Held.Present(var present)
                        && present.generation() >= note.generation()
                    ? there
                    : ours);
    return after.equals(new Held.Present(note))
        ? new Delivered.Done()
        : new Delivered.Outrun(((Held.Present) after).note());
  }

  @Override
  public TakenBack takeBack(Binding binding, Predicate<Note> ours) {
    return switch (held(binding)) {
      case Held.Absent() -> new TakenBack.Done();
      case Held.Unreadable(var why) -> new TakenBack.Left(why);
      case Held.Present(var note) when ours.test(note) -> {
        held.remove(binding.id());
        yield new TakenBack.Done();
      }
      case Held.Present(_) -> new TakenBack.Left("another token was delivered since");
    };
  }
}
