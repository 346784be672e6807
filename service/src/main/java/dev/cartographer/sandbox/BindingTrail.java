package dev.cartographer.sandbox;

import dev.cartographer.token.Note;
import java.time.Instant;
import java.util.Optional;

/** What was seen of one binding's tokens. */
final class BindingTrail {
  private Optional<Note> last = Optional.empty();
  private int delivered;
  private boolean wasExpired;
  private boolean wasAccepted;

  void see(Note note, boolean accepted, Instant now) {
    if (last.filter(l -> l.generation() >= note.generation()).isEmpty()) {
      delivered++;
    }
    // Between two looks a token may end and the next one come; its note tells.
    wasExpired |= note.expiredAt(now) || last.filter(l -> l.expiredAt(note.issuedAt())).isPresent();
    last = Optional.of(note);
    wasAccepted |= accepted;
  }

  /** How many tokens were seen, one after the other. */
  int delivered() {
    return delivered;
  }

  int rotations() {
    return Math.max(0, delivered - 1);
  }

  /** Whether it ever lay there with its life over. */
  boolean wasExpired() {
    return wasExpired;
  }

  /** Whether the service has ever taken a write made with the token that lay there. */
  boolean wasAccepted() {
    return wasAccepted;
  }

  long generation() {
    return last.map(Note::generation).orElse(0L);
  }

  Optional<Instant> expiresAt() {
    return last.map(Note::expiresAt);
  }
}
