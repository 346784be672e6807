package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Replaced;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The note of a replaced token, as it is written beside the note of the present one. */
final class ReplacedText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReplacedText() {}

  static ObjectNode of(Replaced replaced) {
    var note = NoteText.of(replaced.note());
    return JSON.createObjectNode()
        .put("generation", note.generation())
        .put("issuedAt", note.issuedAt())
        .put("expiresAt", note.expiresAt())
        .put("fingerprint", note.fingerprint())
        .put("since", replaced.since().toString())
        .put("tries", replaced.tries());
  }

  static Optional<Replaced> in(String json, SecretText token) {
    try {
      return in(JSON.readTree(json), token);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Empty when it is not the note of this token: what nobody vouches for is not revoked either. */
  static Optional<Replaced> in(JsonNode json, SecretText token) {
    var note =
        new NoteText(
            json.path("generation").asText(),
            json.path("issuedAt").asText(),
            json.path("expiresAt").asText(),
            json.path("fingerprint").asText());
    if (!(note.vouchingFor(token) instanceof Held.Present(var vouched, _))) {
      return Optional.empty();
    }
    try {
      var since = Instant.parse(json.path("since").asText());
      var tries = Math.max(0, json.path("tries").asInt());
      return Optional.of(new Replaced(token, vouched, since, tries));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
