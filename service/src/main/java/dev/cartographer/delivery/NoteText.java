package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A note as four texts, the way it is written beside a token. Empty texts stand for missing ones.
 *
 * @param issuedAt ISO-8601, as {@code expiresAt}
 */
record NoteText(String generation, String issuedAt, String expiresAt, String fingerprint) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static NoteText of(Note note) {
    return new NoteText(
        Long.toString(note.generation()),
        note.issuedAt().toString(),
        note.expiresAt().toString(),
        note.fingerprint().hex());
  }

  /** The note as a file beside the token. */
  String json() {
    return JSON.createObjectNode()
        .put("generation", Long.parseLong(generation))
        .put("issuedAt", issuedAt)
        .put("expiresAt", expiresAt)
        .put("fingerprint", fingerprint)
        .toString();
  }

  /** What a token with this note beside it is to us. */
  Held vouchingFor(SecretText token) {
    if (generation.isEmpty() && fingerprint.isEmpty()) {
      return new Held.Unreadable("there is no note of Cartographer beside the token");
    }
    try {
      var note = note();
      return note.fingerprint().equals(Fingerprint.of(token))
          ? new Held.Present(note)
          : new Held.Unreadable("the token is not the one that its note describes");
    } catch (IllegalArgumentException | DateTimeException e) {
      return new Held.Unreadable("the note beside the token cannot be read");
    }
  }

  private Note note() {
    return new Note(
        Long.parseLong(generation),
        Instant.parse(issuedAt),
        Instant.parse(expiresAt),
        new Fingerprint(fingerprint));
  }
}
