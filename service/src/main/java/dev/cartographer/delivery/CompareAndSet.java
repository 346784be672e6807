package dev.cartographer.delivery;

import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import java.util.Optional;

/**
 * The rule by which a token may replace what is held: only a lower generation gives way. Pure.
 *
 * <p>What nobody can vouch for gives way to any generation: doubt means renew.
 */
final class CompareAndSet {
  private CompareAndSet() {}

  /** What a delivery has come to without a write; empty when ours is to be written. */
  static Optional<Delivered> settled(Held held, Note ours) {
    return switch (held) {
      case Held.Absent() -> Optional.empty();
      case Held.Unreadable(_) -> Optional.empty();
      case Held.Present(var note, _) when note.generation() < ours.generation() -> Optional.empty();
      case Held.Present(var note, _) when same(note, ours) -> Optional.of(new Delivered.Done());
      case Held.Present(var note, _) -> Optional.of(new Delivered.Outrun(note));
    };
  }

  /** An earlier attempt of ours arrived, though its answer did not. */
  private static boolean same(Note held, Note ours) {
    return held.generation() == ours.generation() && held.fingerprint().equals(ours.fingerprint());
  }
}
