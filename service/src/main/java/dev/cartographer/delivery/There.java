package dev.cartographer.delivery;

import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import java.util.Optional;

/**
 * What was found at a place of delivery, the token's text included, which nobody else gets to see.
 *
 * @param token whatever stands where the token should
 */
record There(Held held, Optional<SecretText> token) {
  static final There NOTHING = new There(new Held.Absent(), Optional.empty());

  static There unreadable(String why) {
    return new There(new Held.Unreadable(why), Optional.empty());
  }

  /** A token that is its note's, with what is kept beside it; unreadable otherwise. */
  static There of(NoteText note, SecretText token, Optional<Replaced> replaced) {
    return new There(
        switch (note.vouchingFor(token)) {
          case Held.Present(var vouched, _) -> new Held.Present(vouched, replaced);
          case Held.Unreadable unreadable -> unreadable;
          case Held.Absent absent -> absent;
        },
        Optional.of(token));
  }

  /** Whether it is the token with this note. */
  boolean is(Note note) {
    return held instanceof Held.Present(var present, _) && present.equals(note);
  }

  /**
   * What is kept beside a token that takes the place of this. The same token once more replaces
   * nothing, and one that has ended needs no revoking.
   */
  Optional<Replaced> keptBeside(ServiceToken token, Note note) {
    if (!token.keepsReplaced()
        || !(held instanceof Held.Present(var before, var kept))
        || before.expiredAt(note.issuedAt())) {
      return Optional.empty();
    }
    return before.fingerprint().equals(note.fingerprint())
        ? kept
        : this.token.map(text -> Replaced.by(note, text, before));
  }
}
