package dev.cartographer.testing;

import dev.cartographer.delivery.Delivery;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fleet.Binding;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Clusters held in memory: they compare and set as a real one does. */
public final class FakeClusters implements Delivery {
  private final Map<Long, Held> held = new ConcurrentHashMap<>();
  private final Map<Long, SecretText> texts = new ConcurrentHashMap<>();
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
  public synchronized Delivered deliver(Binding binding, ServiceToken token, Note note) {
    var there = held(binding);
    if (there instanceof Held.Present(var present, _)
        && present.generation() >= note.generation()) {
      return new Delivered.Outrun(present);
    }
    held.put(binding.id(), new Held.Present(note, kept(binding, there, token, note)));
    texts.put(binding.id(), token.text());
    return new Delivered.Done();
  }

  private Optional<Replaced> kept(Binding binding, Held there, ServiceToken token, Note note) {
    if (!token.keepsReplaced() || !(there instanceof Held.Present(var old, var kept))) {
      return Optional.empty();
    }
    var text = texts.getOrDefault(binding.id(), token.text());
    return text.matches(token.text()) ? kept : Optional.of(Replaced.by(note, text, old));
  }

  @Override
  public synchronized void settle(Binding binding, Note present, Optional<Replaced> left) {
    if (held(binding) instanceof Held.Present(var note, _) && note.equals(present)) {
      held.put(binding.id(), new Held.Present(note, left));
    }
  }

  @Override
  public TakenBack takeBack(Binding binding, Predicate<Note> ours) {
    return switch (held(binding)) {
      case Held.Absent() -> new TakenBack.Done();
      case Held.Unreadable(var why) -> new TakenBack.Left(why);
      case Held.Present(var note, _) when ours.test(note) -> {
        held.remove(binding.id());
        yield new TakenBack.Done();
      }
      case Held.Present(_, _) -> new TakenBack.Left("another token was delivered since");
    };
  }
}
