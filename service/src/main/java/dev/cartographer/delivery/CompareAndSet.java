package dev.cartographer.delivery;

import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.delivery.Delivery.TakenBack;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rules by which what is held may be replaced, or taken away. Pure.
 *
 * <p>Only a lower generation gives way to a token. What nobody can vouch for gives way to any
 * generation, since doubt means renew; but it is never taken away, since it may not be ours.
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

  /** Why what is held is not taken back; empty when it is to be. */
  static Optional<TakenBack> spared(Held held, Predicate<Note> ours) {
    return switch (held) {
      case Held.Absent() -> Optional.empty();
      case Held.Unreadable(var why) -> Optional.of(new TakenBack.Left(why));
      case Held.Present(var note, _) when ours.test(note) -> Optional.empty();
      case Held.Present(_, _) ->
          Optional.of(new TakenBack.Left("another token was delivered since"));
    };
  }

  /** An earlier attempt of ours arrived, though its answer did not. */
  private static boolean same(Note held, Note ours) {
    return held.generation() == ours.generation() && held.fingerprint().equals(ours.fingerprint());
  }
}
