package dev.cartographer.token;

import java.util.Optional;

/** What a cluster holds for one binding, as just read there: the truth about the cluster. */
public sealed interface Held {

  /** Nothing was ever delivered, or somebody deleted it. */
  record Absent() implements Held {}

  /**
   * Something is there that we can't vouch for: no note, an unparsable one, or a token that does
   * not match its note.
   */
  record Unreadable(String why) implements Held {}

  /**
   * A token that matches its note.
   *
   * @param replaced the token before, while it is kept to be revoked
   */
  record Present(Note note, Optional<Replaced> replaced) implements Held {
    public Present(Note note) {
      this(note, Optional.empty());
    }
  }
}
